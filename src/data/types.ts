import type { ColumnRole, Dataset } from '../language';

export type DataFormat = 'jsonl' | 'json' | 'csv' | 'parquet';

/** One data file of a dataset, ready to be read. */
export interface DataSource {
  readonly dataset: string;
  readonly capability: Dataset['capability'];
  readonly split: 'train' | 'val' | 'test';
  readonly path: string;
  readonly format: DataFormat;
  readonly images: string;
  /** The file's own column for each role that it has. */
  readonly columns: Readonly<Partial<Record<ColumnRole, string>>>;
}

/** An image as a row gives it: a file, or the bytes embedded in the row (Hugging Face's `{bytes, path}`). */
export type ImageRef =
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array; readonly name?: string };

/** A row in the words of the roles, whatever its file calls them. */
export interface Sample {
  /** Stable: the file's own id, or `<dataset>:<row number>` counted from 1. */
  readonly id: string;
  readonly dataset: string;
  readonly capability: Dataset['capability'];
  readonly question: string;
  readonly answer: string;
  readonly images: readonly ImageRef[];
  readonly caption?: string;
  /** Pass rate in [0, 1]. */
  readonly difficulty?: number;
  readonly options?: readonly string[];
  /** Target text for supervised fine-tuning; absent means the answer. */
  readonly response?: string;
  /** The scene's truth, where the data is synthetic: opaque to all but the audit's oracle. */
  readonly scene?: unknown;
  /**
   * The whole row as JSON values, under the file's own names and in its order; only where it was asked for. Bytes are
   * told by their number alone.
   */
  readonly cells?: Readonly<Record<string, unknown>>;
  /** Why nothing can be made of the row, its place first; only where faults were asked for. */
  readonly fault?: string;
}
