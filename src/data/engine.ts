import type { Dataset } from '../language';
import type { Problem, ProblemCode } from '../protocol';
import type { TextLengths } from './measure/lengths';
import type { RowMeasure } from './measure/rows';
import type { RateCount } from './pass-rates';
import type { TextFile } from './text-file';
import type { DataSource, Sample } from './types';

export interface ColumnFact {
  readonly name: string;
  /** DuckDB type. */
  readonly type: string;
  readonly nulls?: number;
}

/** What is known of a data file without loading it. */
export interface SourceFacts {
  readonly rows: number;
  readonly columns: readonly ColumnFact[];
  /** Counts of pass rate in ten equal bins of [0, 1], when the file has the role `difficulty`. */
  readonly difficulty?: { readonly bins: readonly number[]; readonly mean: number; readonly missing: number };
}

/** `keep`: of a dataset that is made, over the outcomes of its answers and the columns of its rows. */
export type ExpressionKind = 'where' | 'order' | 'until' | 'keep';

/** A problem inside an expression; offsets are UTF-16 units into the expression's text. */
export interface ExpressionProblem {
  readonly code: Problem['code'];
  readonly message: string;
  readonly hint?: string;
  readonly start: number;
  readonly end: number;
}

export interface RowQuery {
  readonly source: DataSource;
  readonly where?: string;
}

export interface SampleOptions {
  readonly limit?: number;
  /** Also every column of the file, as `Sample.cells`. */
  readonly cells?: boolean;
  /**
   * A row that cannot be read (a line that is no JSON) or whose image cell names no image that may be read gives a
   * sample with a `fault` in place of an error.
   */
  readonly faults?: boolean;
}

export interface MaterialiseOrder {
  /** Sort by capability first, in the sequence in which the sources bring them. */
  readonly byCapability: boolean;
  readonly byDifficulty: 'none' | 'easy-to-hard' | 'hard-to-easy';
  /** SQL ORDER BY list that replaces `byDifficulty`. */
  readonly custom?: string;
}

export interface CheckOptions {
  /** Also tell what is well here but stops EasyR1’s own loader: SC327, SC332, SC333. */
  readonly forEasyr1?: boolean;
  readonly signal?: AbortSignal;
  readonly onProgress?: (done: number, total: number, what: string) => void;
  /**
   * Told the problems of each file as soon as its rows are done, which are in the answer as well, and how many rows
   * (or images) each code was found at.
   */
  readonly onFound?: (
    problems: readonly Problem[],
    source: DataSource,
    counts: ReadonlyMap<ProblemCode, number>,
  ) => void;
}

/**
 * DuckDB behind the questions that the other layers ask of data. One instance per process; lazily loaded.
 * `facts`, `count`, `passRates`, `measure`, `textLengths`, `holds`, `materialise` and `samples` throw a `DataError` (its `problem` says place, reason and
 * fix) when a file, an image path or an expression is at fault; `resolve`, `check` and `checkExpression` answer.
 */
export interface DataEngine {
  /**
   * Finds format and columns of one file of a dataset; problems instead of a source when it cannot be read. Problems
   * are placed at the data file (a Hub reference has none: its text stands there). A split that the dataset does not
   * have gives neither.
   */
  resolve(
    dataset: Dataset,
    split: DataSource['split'],
  ): Promise<{ readonly source?: DataSource; readonly problems: readonly Problem[] }>;
  /**
   * Columns of one file of a dataset, read from its head alone, whatever roles they have: for an editor whose user is
   * about to name them. Nothing when the dataset has no such file or it cannot be read.
   */
  columns(dataset: Dataset, split: DataSource['split']): Promise<readonly ColumnFact[] | undefined>;
  /** With `faults` lines that are no JSON count as rows. */
  facts(source: DataSource, options?: Pick<SampleOptions, 'faults'>): Promise<SourceFacts>;
  count(query: RowQuery): Promise<number>;
  /** Rows by their pass rate, ascending, those without one last (`rate` null). */
  passRates(query: RowQuery): Promise<readonly RateCount[]>;
  /** How long each row that meets a condition is: text and images, in file order. */
  measure(query: RowQuery): Promise<readonly RowMeasure[]>;
  /** Lengths of the texts in a column of texts or lists of texts; nothing when the file has none of that name. */
  textLengths(source: DataSource, column: string): Promise<TextLengths | undefined>;
  /**
   * Parses and binds an expression against the columns (or metrics) and the allow-list; without columns, its syntax
   * and the allow-list alone. Empty: it is fine. Never throws for what the text says.
   */
  checkExpression(
    kind: ExpressionKind,
    text: string,
    columns: readonly ColumnFact[] | undefined,
  ): Promise<readonly ExpressionProblem[]>;
  /** Evaluates an `until` condition on metric values; a metric not yet seen is NULL and makes it false. */
  holds(until: string, metrics: Readonly<Record<string, number>>): Promise<boolean>;
  /**
   * All data problems of the sources: images, placeholders, nulls, types, gold answers, duplicates, overlap between
   * splits. Equal problems are told once, with their number and the first few places (`related`); places give a line
   * and column 0, their `offset` is not known and is 0. Throws the signal's reason when cancelled.
   */
  check(sources: readonly DataSource[], options?: CheckOptions): Promise<readonly Problem[]>;
  /**
   * Writes the training file. Rows are the original bytes when the sources agree on columns and image folder;
   * otherwise they are rewritten to the roles' names with `dataset` and `capability` columns and image paths relative
   * to the common folder. Returns the source that reads the file. Ties keep the sources' sequence, then file order;
   * rows without a pass rate come last. A file of original bytes from several datasets no longer knows them: its
   * dataset is their ids joined by `+`, its capability theirs when it is one, else `mixed`.
   */
  materialise(
    queries: readonly RowQuery[],
    order: MaterialiseOrder,
    output: string,
  ): Promise<{ readonly source: DataSource; readonly rows: number }>;
  /** The text of a small file that a curriculum names beside its data: a prompt, a reward function. Never throws. */
  text(path: string): Promise<TextFile>;
  samples(query: RowQuery, options?: SampleOptions): AsyncIterable<Sample>;
  close(): Promise<void>;
}

export interface DataOptions {
  /** Folders that data may be read from; everything else is refused. */
  readonly folders: readonly string[];
  /** Folder for cached facts; absent means no cache. */
  readonly cache?: string;
}
