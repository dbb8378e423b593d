import { createAnalyzer, type Analysis } from '../../../language';
import type { Problem } from '../../../protocol';
import type { Snapshot } from '../../document/snapshot';
import type { Edit, Fix } from '../fix';

/** Edits of one file in the order of the text; of those at one place the first given stands first. */
export const inOrder = (edits: readonly Edit[]): readonly Edit[] =>
  [...edits].sort((a, b) => a.span.start - b.span.start || a.span.end - b.span.end);

/** A text with edits of it made; they must not overlap. */
export function applyEdits(text: string, edits: readonly Edit[]): string {
  let result = '';
  let end = 0;
  for (const { span, text: written } of inOrder(edits)) {
    result += text.slice(end, span.start) + written;
    end = span.end;
  }
  return result + text.slice(end);
}

/** What the language makes of the document with edits of its own text made. */
export function analyzeWith(snapshot: Snapshot, edits: readonly Edit[]): Analysis {
  const { files } = snapshot.checked.base;
  const own = edits.filter(({ span }) => span.source.path === snapshot.path);
  return createAnalyzer().analyze(snapshot.path, applyEdits(snapshot.source.text, own), {
    read: (path) => files.find((file) => file.path === path)?.text,
  });
}

const SYNTAX = /^SC1(?:0\d|19|20)$/u;
const errors = (problems: readonly Problem[]): number =>
  problems.filter(({ severity }) => severity === 'error').length;
const slips = (problems: readonly Problem[]): number =>
  errors(problems.filter(({ code }) => SYNTAX.test(code)));

/** Whether there is no error of a kind that was not there as often before. */
function bringsNothing(before: readonly Problem[], after: readonly Problem[]): boolean {
  const count = new Map<string, number>();
  const add = (problems: readonly Problem[], by: number): void => {
    for (const { code, severity } of problems)
      if (severity === 'error') count.set(code, (count.get(code) ?? 0) + by);
  };
  add(before, 1);
  add(after, -1);
  return [...count.values()].every((left) => left >= 0);
}

/** Candidates worth trying: a mistake in punctuation has few cures. */
const MOST = 12;

/**
 * Of ways to mend the punctuation, those after which the language finds less to complain of, the best first. What a
 * slip of punctuation hides is seen only once it is mended, so nothing less than reading the text again will tell.
 */
export function improving(snapshot: Snapshot, candidates: readonly Fix[]): readonly Fix[] {
  const before = snapshot.checked.problems;
  const seen = new Set<string>();
  const tried = candidates
    .filter(({ edits }) => {
      const text = applyEdits(snapshot.source.text, edits);
      return !seen.has(text) && seen.add(text);
    })
    .slice(0, MOST)
    .map((fix) => {
      const after = analyzeWith(snapshot, fix.edits).checked.problems;
      return { fix, slips: slips(after), errors: errors(after), isClean: bringsNothing(before, after) };
    })
    .filter((one) => one.slips < slips(before) && one.errors <= errors(before))
    .sort((a, b) => a.errors - b.errors);
  const clean = tried.filter(({ isClean }) => isClean);
  return (clean.length > 0 ? clean : tried.slice(0, 1)).map(({ fix }, index) => ({
    ...fix,
    ...(index === 0 ? { preferred: true } : {}),
  }));
}
