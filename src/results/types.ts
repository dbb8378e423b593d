import type { ResultKind } from '../protocol';

/**
 * One answer of one model to one item of a benchmark, graded. All that an audit reads; readers of every program's
 * files make these and nothing else.
 */
export interface ResultItem {
  /** Id in the benchmark, as a text; unique within `dataset` (a repeated one gets `#2`, and a problem is told). */
  readonly row: string;
  readonly dataset: string;
  readonly capability: string;
  readonly category?: string;
  readonly question: string;
  /** In letter order, without their letters; empty when it is no choice. */
  readonly options: readonly string[];
  readonly gold: string;
  /** Of a choice, the option's text; else as `gold`. */
  readonly goldText: string;
  /** The answer that the audit is about. */
  readonly response: string;
  readonly thinking?: string;
  /** What our grading took as the answer. */
  readonly extracted?: string;
  /** Our grading; null: no gold, no response, or the program failed to get one. */
  readonly correct: boolean | null;
  /** The program's own grading and the column or file that says so. */
  readonly tool?: { readonly correct: boolean | null; readonly by: string };
  /** Tokens where they were counted, else characters / 4. */
  readonly length: number;
  readonly counted: boolean;
  readonly truncated: boolean;
  /** Answers sampled from the image, and right ones among them; 1 and 0 or 1 where there is one answer. */
  readonly k: number;
  readonly right: number;
  readonly images: readonly ImageLocation[];
  readonly caption?: string;
  readonly model: string;
  readonly kind: ResultKind;
  readonly source: string;
  /** Line or row in `source`, from 1. */
  readonly line?: number;
}

/**
 * Where an image is: a file; a base64 cell of a benchmark's TSV, by its `index`; the bytes in a Parquet file, by its row
 * from 0 and the `column`; or nowhere.
 */
export type ImageLocation =
  | { readonly file: string }
  | { readonly tsv: string; readonly index: string; readonly part?: number; readonly column?: string }
  | { readonly missing: string };
