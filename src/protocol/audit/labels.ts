/** The three ways in which a failure can be given to a cause; none of them needs another. */
export const AUDIT_METHODS_BY_NAME = {
  counterfactual: 'other inputs: wrong from the image, right from a description',
  judge: 'a model reads the response beside the image',
  human: 'a person reads it',
} as const;
export type AuditMethod = keyof typeof AUDIT_METHODS_BY_NAME;
export const AUDIT_METHOD_NAMES = Object.keys(AUDIT_METHODS_BY_NAME) as readonly AuditMethod[];

/** A primary label: the earliest error that changes the answer. */
export interface LabelSpec {
  readonly title: string;
  readonly doc: string;
  readonly subtypes: readonly string[];
  /** The key that gives it when labelling by hand. */
  readonly key: string;
  /** What it is counted as where the question is perception or reasoning. */
  readonly side: LabelSide;
}
/** `other`: an error of neither kind, or none at all; `open`: nobody can tell. */
export type LabelSide = 'perception' | 'reasoning' | 'other' | 'open';

export const LABELS = {
  PERC: {
    title: 'Perception',
    doc: 'Something in the image is misread, missed or made up.',
    subtypes: [
      'ocr_text',
      'object_recognition',
      'attribute',
      'count',
      'spatial_relation',
      'geometry_diagram',
      'chart_value',
      'hallucinated_content',
      'missed_region',
    ],
    key: '1',
    side: 'perception',
  },
  REAS: {
    title: 'Reasoning',
    doc: 'What was seen is right, what is concluded from it is not.',
    subtypes: ['logic', 'planning', 'calculation', 'integration'],
    key: '2',
    side: 'reasoning',
  },
  KNOW: {
    title: 'Knowledge',
    doc: 'A fact, formula or convention is missing or wrong.',
    subtypes: ['fact', 'formula_theorem', 'domain_convention'],
    key: '3',
    side: 'reasoning',
  },
  QREAD: {
    title: 'Question misread',
    doc: 'Another question is answered, or a condition of it is missed.',
    subtypes: ['question_misread', 'condition_missed'],
    key: '4',
    side: 'other',
  },
  FORMAT: {
    title: 'Format',
    doc: 'The answer is there and cannot be taken: no box, a wrong letter, cut off, another language.',
    subtypes: ['no_box', 'wrong_option_letter', 'truncated', 'language'],
    key: '5',
    side: 'other',
  },
  EXTRACT: {
    title: 'Grading',
    doc: 'The answer is right and was graded wrong.',
    subtypes: [],
    key: '6',
    side: 'other',
  },
  ANNOT: {
    title: 'Annotation',
    doc: 'The gold answer is wrong, the question ambiguous, or the image not enough.',
    subtypes: ['gold_wrong', 'ambiguous', 'image_insufficient'],
    key: '7',
    side: 'other',
  },
  REFUSE: { title: 'Refusal', doc: 'The model declines to answer.', subtypes: [], key: '8', side: 'other' },
  UNSURE: {
    title: 'Unsure',
    doc: 'It cannot be told from what is there.',
    subtypes: [],
    key: '0',
    side: 'open',
  },
} as const satisfies Readonly<Record<string, LabelSpec>>;
export type Label = keyof typeof LABELS;
export const LABEL_NAMES = Object.keys(LABELS) as readonly Label[];
export const isLabel = (name: unknown): name is Label =>
  typeof name === 'string' && Object.hasOwn(LABELS, name);
