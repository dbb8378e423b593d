import {
  MADE_SPLITS,
  MAKE_ARMS,
  MAKE_STEPS,
  type MadeOutcome,
  type MakeArm,
  type MakeStep,
} from '../../protocol';

export const STEP_NAMES = Object.keys(MAKE_STEPS) as readonly MakeStep[];
export const SPLIT_NAMES = MADE_SPLITS;
export const ARM_NAMES = Object.keys(MAKE_ARMS) as readonly MakeArm[];

const LETTERS = { r: 'right', w: 'wrong', u: 'unparsable', m: 'missing' } as const;
export type OutcomeLetter = keyof typeof LETTERS;

/** Place of a model's arm among the letters of `outcomes`; -1 for a model that is not known. */
export const letterPlace = (models: readonly string[], model: string, arm: MakeArm): number => {
  const at = models.indexOf(model);
  return at < 0 ? -1 : at * ARM_NAMES.length + ARM_NAMES.indexOf(arm);
};

export const outcomeOf = (letter: string | undefined): MadeOutcome['outcome'] | undefined =>
  letter !== undefined && Object.hasOwn(LETTERS, letter) ? LETTERS[letter as OutcomeLetter] : undefined;

/** What the letters of a row say; arms that were not asked are left out. */
export const outcomesOf = (models: readonly string[], letters: string): readonly MadeOutcome[] =>
  models.flatMap((model, at) =>
    ARM_NAMES.flatMap((arm, place) => {
      const outcome = outcomeOf(letters[at * ARM_NAMES.length + place]);
      return outcome === undefined ? [] : [{ model, arm, outcome }];
    }),
  );
