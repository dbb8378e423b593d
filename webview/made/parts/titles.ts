import type { MadeSplit, MakeArm, MakeStep, Outcome } from '../../../src/protocol/made';
import type { IconName } from '../../kit';

export const STEP_TITLES: Readonly<Record<MakeStep, string>> = {
  source: 'Read',
  write: 'Written',
  check: 'Checked',
  answer: 'Answered',
  keep: 'Condition',
  duplicates: 'Duplicates',
  hand: 'By hand',
  rate: 'Rated',
};

export const ARM_TITLES: Readonly<Record<MakeArm, string>> = {
  image: 'from image',
  description: 'from caption',
  neither: 'blind',
};

export const SPLIT_TITLES: Readonly<Record<MadeSplit, string>> = {
  train: 'Training',
  val: 'Validation',
  test: 'Test',
};

export const OUTCOME_ICONS: Readonly<Record<Outcome, IconName>> = {
  right: 'check',
  wrong: 'close',
  unparsable: 'question',
  missing: 'circle-slash',
};

export const OUTCOME_WORDS: Readonly<Record<Outcome, string>> = {
  right: 'right',
  wrong: 'wrong',
  unparsable: 'no answer in what it said',
  missing: 'never answered',
};

/** `62.5 %`. */
export const percent = (count: number, of: number): string =>
  of === 0 ? '–' : `${((100 * count) / of).toFixed(1)} %`;
