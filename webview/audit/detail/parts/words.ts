import { ARMS } from '../../../../src/protocol/prediction';
import { LABELS, type AuditMethod, type Label, type ShortVerdict } from '../../../../src/protocol/audit';

/** A name of the taxonomy in words: `chart value`. */
export const subtypeTitle = (subtype: string): string => subtype.replaceAll('_', ' ');

/** `Perception`; a name that is no label stays as it is. */
export const labelTitle = (label: string): string =>
  Object.hasOwn(LABELS, label) ? LABELS[label as Label].title : label;

/** `Perception: chart value`. */
export const verdictTitle = ({ label, subtype }: Pick<ShortVerdict, 'label' | 'subtype'>): string =>
  subtype === undefined || subtype === ''
    ? labelTitle(label)
    : `${labelTitle(label)}: ${subtypeTitle(subtype)}`;

export const METHOD_TITLES: Readonly<Record<AuditMethod, string>> = {
  counterfactual: 'Counterfactual',
  judge: 'Judge',
  human: 'Person',
};

/** Words of an outcome, with the class that colours them. */
export const outcomeOf = (
  correct: boolean | null,
): { readonly kind: 'right' | 'wrong' | 'unjudged'; readonly word: string } =>
  correct === null
    ? { kind: 'unjudged', word: 'not judged' }
    : correct
      ? { kind: 'right', word: 'right' }
      : { kind: 'wrong', word: 'wrong' };

export const OUTCOME_ICONS = { right: 'check', wrong: 'close', unjudged: 'circle-slash' } as const;

/** What a model is given in an arm; a name that is none stays as it is. */
export const armTitle = (arm: string): string =>
  Object.hasOwn(ARMS, arm) ? ARMS[arm as keyof typeof ARMS] : arm;

/** The side that a verdict takes; `open` takes none. */
export const sideOf = (label: Label): string => LABELS[label].side;

/** Verdicts that take different sides, where at least two take one. */
export function disagree(verdicts: readonly ShortVerdict[]): boolean {
  const sides = new Set(verdicts.map(({ label }) => sideOf(label)).filter((side) => side !== 'open'));
  return sides.size > 1;
}
