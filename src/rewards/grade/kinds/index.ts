import { gradeBoxedMath } from './boxed-math';
import { gradeChoice } from './choice';
import { gradeNumber } from './number';
import type { Kind, Verdict } from './types';
import { gradeYesNo } from './yes-no';

export { isKind, KINDS, type Kind, type Verdict } from './types';

/**
 * Grades a response by the rules of its kind, as a careful reader would who only has the response and the gold
 * answer; in doubt it is wrong, since a wrong answer that passes teaches a model to write it. The rules are told in
 * docs/grading.md and held by the pairs of test/rewards/grading-pairs.jsonl. Never throws; milliseconds for a
 * megabyte.
 */
export function gradeKind(
  kind: Kind,
  response: string,
  gold: string,
  options: readonly string[] = [],
): Verdict {
  switch (kind) {
    case 'boxed-math':
      return gradeBoxedMath(response, gold);
    case 'choice':
      return gradeChoice(response, gold, options);
    case 'yes-no':
      return gradeYesNo(response, gold);
    case 'number':
      return gradeNumber(response, gold);
  }
}
