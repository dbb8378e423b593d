import type { Problem } from '../../../protocol';
import type { Fix, FixContext } from '../fix';
import { applyEdits } from './apply';
import { tryEdits } from './trial';

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
export function improving(
  { snapshot, spot }: Pick<FixContext, 'snapshot' | 'spot'>,
  candidates: readonly Fix[],
): readonly Fix[] {
  const seen = new Set<string>();
  const tried = candidates
    .filter(({ edits }) => {
      const text = applyEdits(snapshot.source.text, edits);
      return !seen.has(text) && seen.add(text);
    })
    .slice(0, MOST)
    .map((fix) => {
      const { before, after } = tryEdits(snapshot, fix.edits, spot.start);
      return {
        fix,
        errors: errors(after),
        isBetter: slips(after) < slips(before) && errors(after) <= errors(before),
        isClean: bringsNothing(before, after),
      };
    })
    .filter(({ isBetter }) => isBetter)
    .sort((a, b) => a.errors - b.errors);
  const clean = tried.filter(({ isClean }) => isClean);
  return (clean.length > 0 ? clean : tried.slice(0, 1)).map(({ fix }, index) => ({
    ...fix,
    ...(index === 0 ? { preferred: true } : {}),
  }));
}
