import type { ColumnFact } from '../../data';
import type { Dataset } from '../../language';
import type { PlanTextAnswer, PlanTextRequest, Problem } from '../../protocol';
import type { FileFacts, Split, StageFacts } from '../../service';

/** A curriculum with the texts that its editor holds and that are not those of the disk, by absolute path. */
export interface FileInput {
  readonly file: string;
  readonly overlays: Readonly<Record<string, string>>;
}

/** The questions of the language server and the type of each answer; nothing is answered to what cannot be read. */
export interface DataAnswers {
  readonly columns: readonly ColumnFact[] | undefined;
  readonly facts: FileFacts | undefined;
  readonly count: number | undefined;
  /** Data, plan and engine problems; those of the language are the server's own. */
  readonly check: readonly Problem[];
  readonly plan: PlanTextAnswer;
}

export type DataQuestion =
  | { readonly kind: 'columns'; readonly dataset: Dataset; readonly split: Split }
  | { readonly kind: 'facts'; readonly dataset: Dataset; readonly split: Split }
  | { readonly kind: 'count'; readonly dataset: Dataset; readonly where: string }
  | ({ readonly kind: 'check' } & FileInput)
  | ({ readonly kind: 'plan'; readonly request: PlanTextRequest } & FileInput);

/** What a stage of a variant (`variant` absent: of the curriculum as written) comes to. */
export interface PlannedStages {
  readonly variant?: string;
  readonly stages: readonly StageFacts[];
}

/** How many rows and images of a data file are at fault. */
export interface RowCounts {
  readonly missingImages: number;
  /** Rows that nothing can read. */
  readonly brokenRows: number;
}

/** Server to data process. `folders` are those that may be read. */
export type ToData =
  | {
      readonly type: 'ask';
      readonly id: number;
      readonly folders: readonly string[];
      readonly question: DataQuestion;
    }
  | { readonly type: 'cancel'; readonly id: number }
  /** Asks whether it still answers. */
  | { readonly type: 'ping' };

/** Data process to server. Each question is answered or has failed, once; the others come before that. */
export type FromData =
  | { readonly type: 'pong' }
  | { readonly type: 'answer'; readonly id: number; readonly answer: unknown }
  | { readonly type: 'failed'; readonly id: number; readonly message: string; readonly cancelled: boolean }
  | { readonly type: 'problems'; readonly id: number; readonly problems: readonly Problem[] }
  /** The rows of a data file were checked. */
  | { readonly type: 'checked'; readonly id: number; readonly path: string; readonly counts: RowCounts }
  | { readonly type: 'stages'; readonly id: number; readonly planned: readonly PlannedStages[] }
  | {
      readonly type: 'progress';
      readonly id: number;
      readonly done: number;
      readonly total: number;
      readonly what: string;
    };
