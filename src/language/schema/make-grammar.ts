import { LABEL_NAMES } from '../../protocol';
import { ADAPTIVE, AGREEMENTS } from './make-words';
import type { Field, Fields } from './shape';

/** Keys of `columns` of a file of captions. */
export const CAPTION_COLUMNS = {
  caption: {
    kind: 'string',
    content: 'caption-column',
    doc: 'Column with the caption, from which questions are written and the caption arm answers.',
    absent: 'found by the usual names',
    example: 'description',
  },
  image: {
    kind: 'string',
    content: 'caption-column',
    doc: 'Column with the path of the image.',
    absent: 'found by the usual names',
    example: 'image_file',
  },
  id: {
    kind: 'string',
    content: 'caption-column',
    doc: 'Column with a name for the caption that stays the same when captions are added.',
    absent: 'found by the usual names, else a hash of the image and the caption',
    example: 'example_id',
  },
} as const satisfies Fields;

/** Keys of `questions`. */
export const QUESTION_KEYS = {
  by: {
    kind: 'string',
    content: 'endpoint',
    doc: 'Name under `models` of the model that writes questions from captions.',
    absent: 'the questions of `file`',
    example: 'writer',
  },
  file: {
    kind: 'string',
    content: 'file',
    doc:
      'Questions that are written already, JSONL: `caption` (id of the caption), `question`, `options`, `answer` and ' +
      'perhaps `kind`.',
    absent: 'the questions of `by`',
    example: 'data/questions.jsonl',
  },
  kinds: {
    kind: 'string-list',
    content: 'question-kind',
    minItems: 1,
    default: ['spatial', 'detail'],
    doc: 'What is asked for, in turn: kinds that Stagecraft describes to the writer, or words of your own.',
    example: '[spatial, detail]',
  },
  per_image: {
    kind: 'integer',
    min: 1,
    max: 16,
    default: 1,
    unit: 'questions',
    doc: 'Questions written for each caption, in one request.',
  },
  verify: {
    kind: 'string',
    content: 'verifier',
    doc:
      'Name under `models` of the model that must find the same answer in the caption alone, or `none`: then nobody ' +
      'looks.',
    absent: 'the model that writes; questions of `file` are not looked at',
    example: 'writer',
  },
  prompt: {
    kind: 'string',
    doc: 'Prompt of your own, a text with `{caption}`, `{kind}` and `{count}`.',
    absent: 'Stagecraft’s own',
  },
  temperature: {
    kind: 'number',
    min: 0,
    max: 2,
    default: 0.7,
    doc: 'Temperature of the writer.',
  },
  max_tokens: {
    kind: 'integer',
    min: 1,
    default: 1024,
    unit: 'tokens',
    doc: 'Longest reply of the writer, for all questions of a caption.',
  },
} as const satisfies Fields;

/** Keys of `answers`. */
export const ANSWER_KEYS = {
  max_tokens: {
    kind: 'integer',
    min: 1,
    default: 512,
    unit: 'tokens',
    doc: 'Longest answer; one that is cut off before it names an answer is unparsable, not wrong.',
  },
  temperature: {
    kind: 'number',
    min: 0,
    max: 2,
    default: 0,
    doc: 'Temperature of the answers; 0 takes the likeliest token.',
  },
} as const satisfies Fields;

/** Keys of `split`, shares of images. */
export const SPLIT_KEYS = {
  val: {
    kind: 'number',
    min: 0,
    max: 1,
    default: 0,
    doc: 'Share of images whose rows become `val`.',
    example: '0.05',
  },
  test: {
    kind: 'number',
    min: 0,
    max: 1,
    default: 0,
    doc: 'Share of images whose rows become `test`.',
    example: '0.1',
  },
} as const satisfies Fields;

const sources = {
  captions: {
    kind: 'string',
    content: 'data',
    doc: 'Captions to write questions from: DOCCI, PixmoCap, or any .jsonl, .json, .csv or .parquet file with images and captions.',
    absent: 'the rows come from `from` or `failures`',
    example: 'data/docci_descriptions.jsonl',
  },
  from: {
    kind: 'string-list',
    content: 'dataset',
    minItems: 1,
    doc: 'Dataset id, or a list of them, whose train rows are taken, in this order.',
    absent: 'the rows come from `captions` or `failures`',
    example: '[geometry, charts]',
  },
  failures: {
    kind: 'string',
    content: 'failures',
    doc: 'Audit whose failures are taken: `last` for the newest run, a run’s id, or a folder of results.',
    absent: 'the rows come from `captions` or `from`',
    example: 'last',
  },
} as const satisfies Fields;

/** Keys of `make`. */
export const MAKE_KEYS = {
  ...sources,
  label: {
    kind: 'enum',
    values: LABEL_NAMES,
    doc: 'Of `failures`: only those that were given this label.',
    absent: 'all failures',
  },
  columns: {
    kind: 'record',
    keys: CAPTION_COLUMNS,
    doc: 'Of `captions`: the file’s own names for what its columns hold.',
    absent: 'columns are found by their usual names',
    example: '{ caption: description, image: image_file, id: example_id }',
  },
  images: {
    kind: 'string',
    content: 'folder',
    doc: 'Of `captions`: folder that image paths are relative to.',
    absent: 'the folder of the file of captions',
    example: 'data/docci/images',
  },
  questions: {
    kind: 'record',
    keys: QUESTION_KEYS,
    doc: 'How questions come to captions.',
    absent: 'only `captions` need them',
    example: '{ by: writer }',
  },
  answer_with: {
    kind: 'string-list',
    content: 'answerer',
    default: [],
    doc:
      'Models that answer every question from its image, from its caption, and blind: names under `models`, or `base` ' +
      'for the curriculum’s own model before training.',
    example: '[vlm-a, vlm-b]',
  },
  answers: {
    kind: 'record',
    keys: ANSWER_KEYS,
    doc: 'How they answer.',
    example: '{ max_tokens: 512, temperature: 0 }',
  },
  keep: {
    kind: 'string',
    content: 'keep-condition',
    doc:
      'SQL condition over what became of the answers (`wrong_from_image`, `right_from_caption`, `right_blind`, ...) ' +
      'and the columns of the rows: only questions for which it holds are kept. What is unknown keeps nothing.',
    absent: 'all questions are kept',
    example: 'wrong_from_image AND right_from_caption AND NOT right_blind',
  },
  agree: {
    kind: 'enum',
    values: AGREEMENTS,
    default: 'all',
    doc: 'For how many models of `answer_with` the condition must hold: `all`, `any` of them, or `most`.',
  },
  duplicates: {
    kind: 'number',
    min: 0,
    max: 1,
    exclusiveMin: true,
    default: 0.85,
    doc: 'Likeness from which two questions about one image are one; 1 takes away equal ones alone.',
  },
  limit: {
    kind: 'integer',
    min: 1,
    unit: 'rows',
    doc: 'Most captions or rows to begin with, drawn with the seed.',
    absent: 'all of them',
    example: '1000',
  },
  split: {
    kind: 'record',
    keys: SPLIT_KEYS,
    doc: 'Shares of images that become `val` and `test`; no image is in two of them.',
    absent: 'all rows are `train`',
    example: '{ val: 0.05, test: 0.1 }',
  },
  seed: {
    kind: 'integer',
    min: 0,
    default: 1,
    doc: 'Seed of drawing, of the order of options, and of the split.',
  },
  to: {
    kind: 'string',
    content: 'folder',
    doc: 'Folder that the dataset is written to.',
    absent: '`data/` and the dataset’s id, beside this file',
    example: 'data/docci-mcq',
  },
} as const satisfies Fields;

/** `make:` of a dataset. */
export const MAKE: Field = {
  kind: 'record',
  keys: MAKE_KEYS,
  doc: 'How the rows are made, by `stagecraft make`; of `captions`, `from` and `failures` exactly one says what of.',
  absent: 'the rows are those of `train`',
};

/** Keys of `difficulty`. */
export const DIFFICULTY_KEYS = {
  by: {
    kind: 'string',
    content: 'answerer',
    required: true,
    doc: 'Model whose pass rate is measured: a name under `models`, or `base` for the curriculum’s own before training.',
    example: 'base',
  },
  rollouts: {
    kind: 'either',
    options: [
      { kind: 'integer', min: 1, max: 1024 },
      { kind: 'enum', values: [ADAPTIVE] },
    ],
    default: 16,
    unit: 'answers',
    doc:
      'Answers sampled for each row; `adaptive` samples more only where it is not yet sure on which side of a boundary ' +
      'a row lies.',
    example: '16',
  },
  most: {
    kind: 'integer',
    min: 2,
    max: 1024,
    default: 32,
    unit: 'answers',
    doc: 'Most answers that a row gets where `rollouts` is `adaptive`.',
  },
  boundaries: {
    kind: 'list',
    item: { kind: 'number', min: 0, max: 1 },
    default: [0.25, 0.75],
    doc: 'Pass rates that matter to you, ascending: where `rollouts` is `adaptive`, a row is sampled until its interval holds none.',
    example: '[0.25, 0.75]',
  },
  temperature: {
    kind: 'number',
    min: 0,
    max: 2,
    exclusiveMin: true,
    default: 1,
    doc: 'Temperature of the answers; the one of training measures what training will see.',
  },
  top_p: {
    kind: 'number',
    min: 0,
    max: 1,
    exclusiveMin: true,
    default: 1,
    doc: 'Share of the likeliest tokens that are sampled from.',
  },
  max_tokens: {
    kind: 'integer',
    min: 1,
    unit: 'tokens',
    doc: 'Longest answer.',
    absent: 'the longest `max_response_length` of the stages that use the dataset',
    example: '2048',
  },
} as const satisfies Fields;

/** `difficulty:` of a dataset. */
export const DIFFICULTY: Field = {
  kind: 'record',
  keys: DIFFICULTY_KEYS,
  doc:
    'How the pass rate of every row is measured, by `stagecraft make`. Without `make`, the rows of `train` are written ' +
    'again with it.',
  absent: 'pass rates are those of the file, where it has some',
  example: '{ by: base, rollouts: 16 }',
};
