import type { ChatClient, Price } from '../../endpoints';
import type { Arm, JobProgress } from '../../protocol';
import type { Gate } from '../attribution';

/** What is asked of a model about a set's failures. */
export interface ArmsRequest {
  /** Folder of the audit set. */
  readonly set: string;
  /** Answers an arm; default 4, which is the fewest that a verdict rests on. */
  readonly k?: number;
  /** As in training; default 1. */
  readonly temperature?: number;
  /** Longest answer in tokens; default 2,048. */
  readonly maxTokens?: number;
  /** Failures, stratified by data set; absent: all. */
  readonly limit?: number;
  /** Right items that the gate is tried on; default 50. */
  readonly controls?: number;
  /** Only these arms; absent: all that can be asked. */
  readonly arms?: readonly Arm[];
  /** Said behind every question; default `FORMAT_PROMPT`. */
  readonly prompt?: string;
  readonly seed?: number;
  /** Nothing is asked: only counted. */
  readonly dryRun?: boolean;
  /** For the cost of a dry run. */
  readonly price?: Price;
}

export interface ArmsParts {
  readonly client: ChatClient;
  /** At most four times a second, and once at the end. */
  readonly onProgress?: (progress: Omit<JobProgress, 'job'>) => void;
  readonly signal?: AbortSignal;
}

export interface ArmsOutcome {
  /** What was done, or would be. */
  readonly words: string;
  /** Failures that were to be asked about, and right items for the gate. */
  readonly failures: number;
  readonly controls: number;
  /** Arms of items that were answered now, were known from before, or got no answer. */
  readonly asked: number;
  readonly known: number;
  readonly failed: number;
  /** Items left out because an image of theirs is missing. */
  readonly unseen: number;
  /** Requests and tokens: of a dry run, about as many as there would be. */
  readonly requests: number;
  readonly tokens: { readonly input: number; readonly output: number };
  readonly cost?: number;
  /** Absent of a dry run. */
  readonly gate?: Gate;
  /** `counterfactual.jsonl` and `summary.json`; empty of a dry run. */
  readonly files: readonly string[];
}

/** What every arm of a request has in common; answers to other settings are not mixed with these. */
export interface Asking {
  readonly model: string;
  readonly temperature: number;
  readonly maxTokens: number;
  readonly prompt: string;
}
