import { sourceText } from '../../language';
import type { Problem } from '../../protocol';
import { shiftProblems } from '../../service';
import type { AppliedChange } from '../documents/document';

/** What the last check of a document's data found, brought along as its text changes. */
export interface Found {
  readonly problems: readonly Problem[];
}

export const NOTHING_FOUND: Found = { problems: [] };

/** The problems after changes of the text of `path`. */
export function afterChanges(found: Found, path: string, changes: readonly AppliedChange[]): Found {
  if (found.problems.length === 0) return found;
  let { problems } = found;
  for (const change of changes) {
    problems = shiftProblems(problems, path, change, sourceText(path, change.after).lines);
  }
  return { problems };
}

/**
 * What a running check has found so far, with what the one before found: a problem is not taken away before the
 * check is done, so that nothing flickers.
 */
export function soFar(before: Found, fresh: readonly Problem[]): Found {
  const known = new Set(fresh.map(identity));
  return { problems: [...fresh, ...before.problems.filter((problem) => !known.has(identity(problem)))] };
}

const identity = ({ code, message, place }: Problem): string =>
  JSON.stringify([code, message, place.file, place.range?.start.line]);
