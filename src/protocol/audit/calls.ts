import type { MonitorFailure } from '../failure';
import type { ItemDetail, ItemIndex, ItemRow } from './item';
import type { AttributeRequest, JobEnd, JobProgress, ModelChoice } from './jobs';
import type { ChatReply, ChatRequest } from './chat';
import type {
  AuditComparison,
  AuditFacets,
  AuditFilter,
  AuditPage,
  AuditPageRequest,
  AuditPosition,
  AuditQuery,
  GroupBar,
  Grouping,
  LabelRequest,
  TriageAnswer,
  TriageRequest,
} from './query';
import type { FoundResults, ImportRequest } from './results';
import type { AuditFigures, AuditSet } from './set';
import type { AuditMethod } from './labels';
import type { MadeCalls } from '../made/browse';

export const EXPORT_FORMATS = ['jsonl', 'csv', 'html'] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

/** Failures of one stage's held-out rows: what a lens and a thread above the stage show. */
export interface StageFailures {
  readonly stage: string;
  readonly set: string;
  readonly datasets: readonly string[];
  readonly failures: number;
  readonly accuracy: AuditRateOf;
  readonly method?: AuditMethod;
  readonly perception?: AuditRateOf;
  readonly withheld?: string;
}
type AuditRateOf = AuditFigures['accuracy'];

/**
 * What an editor asks of the auditor, its process for everything about results: it holds the data engine, so that the
 * editor's own process never reads a result. Folders and files are absolute.
 */
export interface AuditCalls extends MadeCalls {
  /** Sets of these workspaces: imported ones and those of runs, newest first. Changes are told by `sets`. */
  readonly sets: {
    readonly params: { readonly roots: readonly string[] };
    readonly result: readonly AuditSet[];
  };
  /** Reads a set into memory (or finds it there). A run folder is a set as well. */
  readonly open: { readonly params: { readonly set: string }; readonly result: AuditSet };
  readonly close: { readonly params: { readonly set: string }; readonly result: null };
  /** What results lie in a file or folder; reads heads only. */
  readonly probe: { readonly params: { readonly path: string }; readonly result: readonly FoundResults[] };
  /** Begins an import; `job` events follow, the last with the new set. */
  readonly import: { readonly params: ImportRequest; readonly result: { readonly job: number } };
  readonly page: { readonly params: AuditPageRequest; readonly result: AuditPage };
  readonly position: {
    readonly params: AuditQuery & { readonly index: ItemIndex };
    readonly result: AuditPosition;
  };
  readonly facets: { readonly params: AuditQuery; readonly result: AuditFacets };
  readonly groups: {
    readonly params: AuditQuery & { readonly by: Grouping; readonly method: AuditMethod };
    readonly result: readonly GroupBar[];
  };
  readonly item: {
    readonly params: { readonly set: string; readonly index: ItemIndex; readonly against?: string };
    readonly result: ItemDetail;
  };
  /** An item by its names; absent: no such. */
  readonly find: {
    readonly params: { readonly set: string; readonly dataset: string; readonly row: string };
    readonly result: { readonly index?: ItemIndex };
  };
  readonly figures: { readonly params: { readonly set: string }; readonly result: AuditFigures };
  readonly compare: {
    readonly params: { readonly set: string; readonly against: string };
    readonly result: AuditComparison;
  };
  readonly label: { readonly params: LabelRequest; readonly result: { readonly revision: number } };
  readonly triage: { readonly params: TriageRequest; readonly result: TriageAnswer };
  /** Begins an attribution; `job` events follow. With `dryRun` nothing is asked and `words` say what would be. */
  readonly attribute: {
    readonly params: AttributeRequest;
    readonly result: { readonly job: number; readonly words?: string };
  };
  readonly cancel: { readonly params: { readonly job: number }; readonly result: null };
  readonly export: {
    readonly params: AuditQuery & { readonly format: ExportFormat; readonly output: string };
    readonly result: { readonly rows: number };
  };
  /** The newest audited run of a curriculum, by stage. */
  readonly stages: { readonly params: { readonly file: string }; readonly result: readonly StageFailures[] };
  /**
   * Items at lines (from 1, at most 500) of a file: of results, of a run's predictions, or of the held-out rows of a run's
   * data sets, whose `id` is theirs where the file gives them one. Of the newest audit that knows the file.
   */
  readonly lines: {
    readonly params: {
      readonly file: string;
      readonly lines: readonly { readonly line: number; readonly id?: string }[];
    };
    readonly result: {
      readonly set?: string;
      readonly rows: readonly { readonly line: number; readonly item: ItemRow }[];
    };
  };
  /** Writes the chosen items as training rows (JSONL: id, question, answer, options, images, caption) for a new stage. */
  readonly draftRows: {
    readonly params: {
      readonly set: string;
      readonly filter: AuditFilter;
      readonly output: string;
    };
    readonly result: {
      readonly rows: number;
      readonly datasets: readonly string[];
      readonly capability: string;
      readonly heldOut: boolean;
    };
  };
  /** Endpoints that these curricula name; a file that cannot be read gives none. */
  readonly models: {
    readonly params: { readonly files: readonly string[] };
    readonly result: readonly ModelChoice[];
  };
  /** Keys by the name that `ModelChoice.key` says: kept in memory, never written, never told. */
  readonly keys: {
    readonly params: { readonly keys: Readonly<Record<string, string>> };
    readonly result: null;
  };
}

export type AuditCall = keyof AuditCalls;
export type AuditParams<C extends AuditCall> = AuditCalls[C]['params'];
export type AuditResult<C extends AuditCall> = AuditCalls[C]['result'];

/** Editor to auditor. */
export type ToAuditor =
  | {
      readonly [C in AuditCall]: { readonly id: number; readonly call: C; readonly params: AuditParams<C> };
    }[AuditCall]
  /** The answer to `chat`. */
  | { readonly type: 'chat'; readonly chat: number; readonly reply: ChatReply }
  | { readonly type: 'chat failed'; readonly chat: number; readonly failure: MonitorFailure };

/** Auditor to editor. Each call is answered or has failed, once. */
export type FromAuditor =
  | { readonly type: 'answer'; readonly id: number; readonly result: unknown }
  | { readonly type: 'failed'; readonly id: number; readonly failure: MonitorFailure }
  /** Sets came, changed or went: all of them. */
  | { readonly type: 'sets'; readonly sets: readonly AuditSet[] }
  /** Verdicts or labels of an open set changed. */
  | { readonly type: 'changed'; readonly set: string; readonly revision: number }
  /** A made dataset was made anew, or somebody said something of its questions. */
  | { readonly type: 'made'; readonly dir: string }
  | { readonly type: 'progress'; readonly progress: JobProgress }
  | { readonly type: 'ended'; readonly job: number; readonly end: JobEnd }
  /** Asks one of the editor's own language models; the editor asks the user first. */
  | { readonly type: 'chat'; readonly chat: number; readonly model: string; readonly request: ChatRequest };
