import type { FunnelStep, MakeStep } from '../../protocol';

/** What a person can change where rows fall. */
const CHANGE: Readonly<Record<MakeStep, string>> = {
  source: 'Look at the file that it is made from: its texts, its images, and the `columns` that name them.',
  write:
    'Look under Browse at the replies of the writer: another model or fewer questions an image may help; of a file of questions, at the ids of its captions.',
  check: 'Look under Browse at what the check drops: another writer, or `verify` by another model, may help.',
  answer: 'Make again when the models can be reached: only what is missing is asked for.',
  keep: 'Let `keep` be less strict, say `agree: any`, or ask models that know less.',
  duplicates: 'Raise `duplicates`, or give questions that differ.',
  hand: 'Take back under Browse what was dropped by hand.',
  rate: 'Make again when the model can be reached: only what is missing is asked for.',
};

/** Of so many that come to a step some should pass: when all fall, that step is the reason, wherever more fell before. */
const MANY = 20;

/** That a make has kept nothing: where they fell, for which reason, and what to change. */
export interface NothingKept {
  readonly words: string;
  readonly hint: string;
}

/** `undefined`: something was kept. `rows` are those of all splits together. */
export function nothingKept(funnel: readonly FunnelStep[], rows: number): NothingKept | undefined {
  if (rows > 0) return undefined;
  const came = Math.max(0, ...funnel.map((step) => step.in));
  if (came === 0)
    return { words: 'No row was kept: nothing came in.', hint: 'Look at the file that it is made from.' };
  const worst = funnel.reduce((most, step) => (fell(step) > fell(most) ? step : most));
  const last = funnel.findLast((step) => step.in > 0 && step.out === 0);
  if (last === undefined || last === worst || !isTelling(last, worst))
    return {
      words: `No row was kept: of ${count(came)} that came in ${count(fell(worst))} fell at ${where(worst)}.`,
      hint: CHANGE[worst.step],
    };
  return {
    words: `No row was kept: of ${count(came)} that came in ${count(fell(worst))} fell at ${where(worst)}, and all ${count(last.in)} that came to \`${last.step}\` fell there${why(last)}.`,
    hint: CHANGE[last.step],
  };
}

const isTelling = (last: FunnelStep, worst: FunnelStep): boolean =>
  last.in >= MANY || last.in * 2 >= fell(worst);

const fell = ({ in: before, out }: FunnelStep): number => before - out;

const where = (step: FunnelStep): string => `\`${step.step}\`${why(step)}`;

const why = ({ dropped: [first] }: FunnelStep): string =>
  first === undefined ? '' : ` (${count(first.count)} times: ${first.reason.replace(/\.$/, '')})`;

const count = (n: number): string => n.toLocaleString('en-US');
