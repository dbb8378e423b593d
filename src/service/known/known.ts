import type { ColumnFact, SourceFacts, ExpressionKind } from '../../data';
import type { ColumnRole, Dataset } from '../../language';
import type { StageSummary } from '../../plan';

export type Split = 'train' | 'val' | 'test';

/** What is known of one data file of a dataset. */
export interface FileFacts extends SourceFacts {
  /** Absolute path of the file. */
  readonly file: string;
  /** The file's own column for each role that it has. */
  readonly roles: Readonly<Partial<Record<ColumnRole, string>>>;
  /** Images that rows name and that are not there, once the rows were checked. */
  readonly missingImages?: number;
  /** The first row, as JSON with long texts cut; data of the user's, to be shown as text only. */
  readonly sample?: string;
}

/** What is known of a stage once its data was looked at. */
export interface StageFacts {
  readonly id: string;
  /** Rows of its datasets' train files, and of these the ones that `where` keeps. */
  readonly allRows: number;
  readonly rows: number;
  readonly steps: number;
  readonly summary: StageSummary;
}

/** A name in a folder. */
export interface FolderEntry {
  readonly name: string;
  readonly kind: 'file' | 'folder';
}

/**
 * What features know beyond the text: data files, folders, plans. Answers come from another process and are kept, so
 * asking again is cheap; nothing is answered when the file cannot be read, the machine's disk is not the document's,
 * or the signal was aborted. No method throws.
 */
export interface Known {
  /** Columns of a file of a dataset, read from its head alone. */
  columns(dataset: Dataset, split: Split, signal?: AbortSignal): Promise<readonly ColumnFact[] | undefined>;
  /** Rows, columns and pass rates of a file of a dataset. */
  facts(dataset: Dataset, split: Split, signal?: AbortSignal): Promise<FileFacts | undefined>;
  /** Rows of a dataset's train file for which a condition holds. */
  count(dataset: Dataset, where: string, signal?: AbortSignal): Promise<number | undefined>;
  /** The stages of a curriculum as last planned (the variant `undefined` is the curriculum as written); never waits. */
  stages(uri: string, variant: string | undefined): readonly StageFacts[] | undefined;
  /** Rows of a data file that nothing can read, as its last check found; never waits. */
  brokenRows?(file: string): number | undefined;
  /** What a folder holds, sorted by name; hidden names are left out. At most 2,000. */
  folder(path: string): Promise<readonly FolderEntry[] | undefined>;
  /**
   * The text of a small file (a prompt, a reward function), at most 1 MB; never runs it. Nothing of a file outside
   * the workspace, the document's folder and the folders that it declares.
   */
  text(path: string): Promise<string | undefined>;
}

export type { ColumnFact, ExpressionKind };
