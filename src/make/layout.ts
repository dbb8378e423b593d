import { join } from 'node:path';

/** Files of a made dataset's folder. What stands beside the split files may be copied along; `.make` may be deleted. */
export const MADE_FILES = {
  manifest: 'made.json',
  train: 'train.jsonl',
  val: 'val.jsonl',
  test: 'test.jsonl',
  /** Every question, kept or not, with its answers and why: what the browser shows. */
  rows: 'rows.parquet',
  /** What a person said; append-only. */
  hand: 'hand.jsonl',
  /** Work in progress: question, answer and rate files, named by what they depend on; and the lock. */
  work: '.make',
} as const;

/** Folders in `.make` of one step of one process begin with it. */
export const DRAFTS = 'work-';

/** `<to>/.make/<name>`. */
export const workFile = (to: string, name: string): string => join(to, MADE_FILES.work, name);
