/**
 * Kinds of questions that Stagecraft knows how to ask for; other names are allowed and go to the writer as they are.
 */
export const QUESTION_KINDS = {
  spatial: 'Where things are: left and right, above and below, in front and behind, near and far.',
  detail: 'Small things: colours, textures, materials, parts, marks on a thing.',
  counting: 'How many of a thing there are.',
  text: 'What is written in the image.',
  relation: 'Who does what to whom, and what belongs to what.',
  attribute: 'What a thing is like: its shape, size, state, age, pattern or condition.',
  color: 'Which colour something has.',
  action: 'What somebody or something does, and in which posture.',
} as const;

export const QUESTION_KIND_NAMES = Object.keys(QUESTION_KINDS);

/** How many models of `answer_with` must agree. */
export const AGREEMENTS = ['all', 'any', 'most'] as const;

/** Instead of an endpoint's name under `verify`: nobody looks. */
export const NO_MODEL = 'none';

/** Instead of a number under `rollouts`: so many as a row needs. */
export const ADAPTIVE = 'adaptive';

/** Instead of a run's id under `failures`: the newest run of the curriculum. */
export const LAST_RUN = 'last';
