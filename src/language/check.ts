import type { Place } from '../protocol';
import type { CheckedCurriculum, KeyPath } from './model';
import { checkAll, checkLoaded, load, type CheckedVariants } from './check/check-loaded';
import type { ReadFile } from './resolve/load';

export type { CheckedVariants } from './check/check-loaded';

export interface CheckOptions {
  /** The file's text, where an editor holds one that is not saved. */
  readonly text?: string;
  /** The variant to apply; absent means the curriculum as it stands. */
  readonly variant?: string;
  /** Gives the files that are read, by absolute path; absent means the disk. */
  readonly read?: ReadFile;
}

/**
 * Reads a curriculum, with what it extends and one variant applied, and says everything that is wrong with it as
 * far as the text alone can tell. `file` is made absolute. Never throws for what a file says; the result holds a
 * curriculum even beside errors, so a caller must look at `problems` before it acts on one.
 */
export function checkCurriculum(file: string, options: CheckOptions = {}): CheckedCurriculum {
  return checkLoaded(load(file, options), options.variant);
}

/** Checks the curriculum and each of its variants whole. Files are read and parsed once. */
export const checkAllVariants = (
  file: string,
  options: Omit<CheckOptions, 'variant'> = {},
): CheckedVariants => checkAll(load(file, options));

/**
 * Where the piece [start, end) of an expression (or any text value) was written: offsets are UTF-16 units of the
 * value, as in `ExpressionProblem`.
 */
export const expressionRange = (
  checked: Pick<CheckedCurriculum, 'locateText'>,
  path: KeyPath,
  start: number,
  end: number,
): Place => checked.locateText(path, start, end);
