/** What a model is given along with the question: three of the arms of an audit, as `keep` names them. */
export const MAKE_ARMS = {
  image: 'from_image',
  description: 'from_caption',
  neither: 'blind',
} as const;
export type MakeArm = keyof typeof MAKE_ARMS;

/** What became of one question asked of one model under one arm; `missing`: it never answered, so nothing is known. */
export const OUTCOMES = ['right', 'wrong', 'unparsable', 'missing'] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** The steps of making a dataset, in order; each drops what it has a reason to drop. */
export const MAKE_STEPS = {
  source: 'captions or rows are read, images looked at',
  write: 'questions are written',
  check: 'questions are checked',
  answer: 'models answer from the image, from the caption, and blind',
  keep: 'the condition is applied',
  duplicates: 'near-duplicates go',
  hand: 'what a person dropped goes',
  rate: 'pass rates are measured',
} as const;
export type MakeStep = keyof typeof MAKE_STEPS;

/** Whether what fell at a step fell before any model was asked: no word of a person brings it back. */
export const isBeforeAsked = (step: MakeStep | undefined): boolean =>
  step === 'source' || step === 'write' || step === 'check';

export const MADE_SPLITS = ['train', 'val', 'test'] as const;
export type MadeSplit = (typeof MADE_SPLITS)[number];
