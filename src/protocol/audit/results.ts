import type { Problem } from '../problem';

/** Programs whose results can be read. `predictions`: our own; `table`: any JSONL, CSV, TSV, xlsx or Parquet. */
export const RESULT_KINDS = ['predictions', 'vlmevalkit', 'lmms-eval', 'easyr1', 'table'] as const;
export type ResultKind = (typeof RESULT_KINDS)[number];
export const isResultKind = (text: string): text is ResultKind =>
  (RESULT_KINDS as readonly string[]).includes(text);

/** A figure of the program's own, and what it means: several programs call different things accuracy. */
export interface ReportedFigure {
  /** As the file calls it, such as `Overall`. */
  readonly name: string;
  /** As written; percentages and fractions are not changed. */
  readonly value: number;
  /** Words: `F1 x 100, not accuracy`. */
  readonly meaning: string;
  /** The same as a share in [0, 1], when it is an accuracy over all rows and so comparable with ours. */
  readonly accuracy?: number;
  readonly file: string;
}

/** One model on one benchmark. */
export interface FoundResults {
  readonly kind: ResultKind;
  /** Absolute path of the file that the rows are read from. */
  readonly source: string;
  readonly model: string;
  readonly benchmark: string;
  /** Unknown until read: absent for what is only looked at. */
  readonly rows?: number;
  /** Names of columns, for a `table` that needs a mapping. */
  readonly columns?: readonly string[];
  /** What its columns seem to mean, by their names. */
  readonly mapping?: ColumnMapping;
  /** First values of each column, at most 3, cut to 80 characters: to tell what a column holds. */
  readonly samples?: Readonly<Record<string, readonly string[]>>;
  /** `missing`: rows need images and none is found, so that a TSV or a folder must be named; absent: unknown. */
  readonly images?: 'here' | 'missing' | 'none';
  readonly reported: readonly ReportedFigure[];
  readonly problems: readonly Problem[];
}

/** Column of each role in a table. */
export interface ColumnMapping {
  readonly id?: string;
  readonly question?: string;
  readonly options?: string;
  readonly answer?: string;
  readonly response?: string;
  readonly correct?: string;
  readonly images?: string;
  readonly caption?: string;
  readonly capability?: string;
  readonly category?: string;
  readonly model?: string;
  readonly benchmark?: string;
}
export const MAPPED_ROLES = [
  'id',
  'question',
  'options',
  'answer',
  'response',
  'correct',
  'images',
  'caption',
  'capability',
  'category',
  'model',
  'benchmark',
] as const satisfies readonly (keyof ColumnMapping)[];

/** Where the images of imported rows are: the benchmark's TSV (base64 cells), or a folder. */
export interface ImageSources {
  readonly tsv?: readonly string[];
  readonly folders?: readonly string[];
}

export interface ImportRequest {
  /** Workspace that the set is written into (`.stagecraft/audits/<id>`). */
  readonly root: string;
  /** Absolute: a file or a folder. */
  readonly path: string;
  /** Only these of what is found there, by `source`; absent: all. */
  readonly sources?: readonly string[];
  readonly mapping?: ColumnMapping;
  readonly images?: ImageSources;
  readonly name?: string;
}
