import type { AuditMethod } from './labels';

/** A model that can be asked: an endpoint of the curriculum or of the settings, or one of the editor's own. */
export interface ModelChoice {
  readonly id: string;
  readonly title: string;
  readonly api: 'openai' | 'anthropic' | 'editor' | 'embedded';
  readonly url?: string;
  readonly model: string;
  /** Environment variable or secret that holds its key; never the key. */
  readonly key?: string;
  /** Whether it takes images; absent: unknown. */
  readonly images?: boolean;
}

/** Attribution of a set's failures by a method. Resumable: what is answered is not asked again. */
export interface AttributeRequest {
  readonly set: string;
  readonly method: Exclude<AuditMethod, 'human'>;
  readonly model: ModelChoice;
  /** At most so many failures, drawn with a fixed seed, stratified by data set; absent: all. */
  readonly limit?: number;
  /** Answers an arm; default 4. */
  readonly samples?: number;
  readonly concurrency?: number;
  /** Only look: how many requests and tokens would be asked, and what of them is known already. */
  readonly dryRun?: boolean;
}

/** Progress of a job, at most four times a second. */
export interface JobProgress {
  readonly job: number;
  readonly set: string;
  readonly what: 'import' | 'counterfactual' | 'judge' | 'export';
  readonly done: number;
  /** Absent while unknown. */
  readonly total?: number;
  readonly requests: number;
  readonly cached: number;
  readonly failed: number;
  readonly tokens: { readonly input: number; readonly output: number };
  /** In the currency of the model's price, when it has one. */
  readonly cost?: number;
  readonly note?: string;
}

export type JobEnd =
  | { readonly state: 'done'; readonly set: string; readonly words: string }
  | { readonly state: 'cancelled'; readonly set: string }
  | { readonly state: 'failed'; readonly message: string; readonly hint?: string };
