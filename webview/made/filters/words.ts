import type { MadeFilter } from '../../../src/protocol/made';
import { ARM_TITLES, OUTCOME_WORDS, SPLIT_TITLES, STEP_TITLES } from '../parts/titles';

/** Something that is filtered, and what takes it away. */
export interface Chip {
  readonly field: string;
  readonly words: string;
  readonly without: Partial<Record<keyof MadeFilter, unknown>>;
}

/** Everything that a filter asks for, a chip a value. */
export function chipsOf(filter: MadeFilter): readonly Chip[] {
  const { decision, outcomes = [], hand, rate, text } = filter;
  const list = <T extends string>(
    key: 'steps' | 'reasons' | 'kinds' | 'splits',
    field: string,
    values: readonly T[] | undefined,
    title: (value: T) => string,
  ): readonly Chip[] =>
    (values ?? []).map((value) => ({
      field,
      words: title(value),
      without: { [key]: (values ?? []).filter((one) => one !== value) },
    }));
  return [
    ...(decision === undefined
      ? []
      : [{ field: 'Decision', words: decision, without: { decision: undefined } }]),
    ...(text === undefined ? [] : [{ field: 'Text', words: `“${text}”`, without: { text: undefined } }]),
    ...list('steps', 'Fell at', filter.steps, (step) => STEP_TITLES[step]),
    ...list('reasons', 'Reason', filter.reasons, (reason) => reason),
    ...list('kinds', 'Kind', filter.kinds, (kind) => kind),
    ...list('splits', 'Split', filter.splits, (split) => SPLIT_TITLES[split]),
    ...outcomes.map((one) => ({
      field: `${one.model} ${ARM_TITLES[one.arm]}`,
      words: OUTCOME_WORDS[one.outcome],
      without: { outcomes: outcomes.filter((other) => other !== one) },
    })),
    ...(rate === undefined
      ? []
      : [
          {
            field: 'Pass rate',
            words: `${short(rate.from)} to ${short(rate.to)}`,
            without: { rate: undefined },
          },
        ]),
    ...(hand === undefined
      ? []
      : [{ field: 'By hand', words: hand ? 'decided' : 'not decided', without: { hand: undefined } }]),
  ];
}

const short = (rate: number): string => String(Number(rate.toFixed(2)));
