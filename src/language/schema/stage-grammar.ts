import { SETTINGS } from './settings';
import type { Field, Fields, Shape } from './shape';

const engineOptions = {
  kind: 'dictionary',
  entry: 'engine key',
  value: { kind: 'any' },
  doc: 'The engine’s own keys, checked against its configuration tree. They win over settings.',
  example: '{ worker.actor.clip_ratio_high: 0.3 }',
} as const satisfies Field;

/** Keys of `defaults` and `pooled`. */
export const TRAINING_KEYS: Fields = { ...SETTINGS, engine_options: engineOptions };

/** Keys of a stage, required ones included. */
export const STAGE_KEYS = {
  id: {
    kind: 'string',
    content: 'name',
    required: true,
    doc: 'Name of the stage and of its folder in a run.',
    example: 'see',
  },
  data: {
    kind: 'string-list',
    content: 'dataset',
    minItems: 1,
    required: true,
    doc: 'Dataset id, or a list of them, whose train rows the stage learns from.',
    example: '[docci]',
  },
  where: {
    kind: 'string',
    content: 'row-condition',
    doc: 'SQL condition over the columns: only rows for which it holds are trained on.',
    absent: 'all rows',
    example: 'pass_rate < 1',
  },
  order: {
    kind: 'string',
    content: 'row-order',
    doc: 'SQL ORDER BY list over the columns; replaces the schedule’s difficulty order and turns shuffling off.',
    absent: 'as the schedule says',
    example: 'pass_rate DESC',
  },
  until: {
    kind: 'string',
    content: 'metric-condition',
    doc: 'SQL condition over metrics: the stage ends when it first holds.',
    absent: 'the stage runs all its steps',
    example: 'val_accuracy >= 0.62',
  },
  from: {
    kind: 'string',
    content: 'stage',
    doc: 'Stage that this one continues, or `base` for the untrained model.',
    absent: 'the stage before; the first starts from `base`',
    example: 'base',
  },
  checkpoint: {
    kind: 'string',
    content: 'checkpoint',
    doc: 'Which checkpoint of the stage before is continued: `best`, `last` or `step N`.',
    absent: '`best` where that stage validates, else `last`',
    example: 'best',
  },
  ...TRAINING_KEYS,
} as const satisfies Fields;

const stage: Shape = { kind: 'record', keys: STAGE_KEYS };
const stageId: Shape = { kind: 'string', content: 'stage' };

/**
 * `stages`: a list of stages. In a file that extends another, and in a variant, also what differs: a list with bare
 * ids selects stages and gives their order; a list of mappings, or a mapping by id, changes stages where they stand.
 */
export const STAGES: Field = {
  kind: 'either',
  options: [
    { kind: 'list', item: { kind: 'either', options: [stage, stageId] } },
    { kind: 'dictionary', entry: 'stage id', value: stage },
  ],
  required: true,
  doc:
    'The stages, in the order they run. Where stages are inherited: a list with bare ids selects and orders them, ' +
    'mappings with an id change single ones.',
};
