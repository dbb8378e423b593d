import type { DataSource } from '../../data';
import type { Curriculum } from '../../language';
import type { Plan, PlannedOrder, PlannedSource, PlannedStage, PlannedSteps } from '../../plan';
import {
  anything,
  count,
  flag,
  isRecord,
  listOf,
  literal,
  mapping,
  mappingOf,
  number,
  optional,
  shape,
  text,
  type Check,
} from './check';

const sourceKeys = {
  dataset: text,
  capability: text,
  split: literal('train', 'val', 'test'),
  path: text,
  format: literal('jsonl', 'json', 'csv', 'parquet'),
  images: text,
  columns: mappingOf(text),
};

export const dataSource = shape<DataSource>(sourceKeys);

const checkpointRule: Check = (value, path) =>
  isRecord(value) && value.kind === 'step'
    ? number(value.step, `${path}.step`)
    : shape<{ kind: string }>({ kind: literal('best', 'last') })(value, path);

const start: Check = (value, path) =>
  isRecord(value) && value.kind === 'stage'
    ? shape<Extract<PlannedStage['from'], { kind: 'stage' }>>({
        kind: text,
        stage: text,
        checkpoint: checkpointRule,
      })(value, path)
    : shape<{ kind: string }>({ kind: literal('base') })(value, path);

const stage = shape<PlannedStage>({
  id: text,
  sources: listOf(
    shape<PlannedSource>({ ...sourceKeys, where: optional(text), rowsBefore: count, rowsAfter: count }),
  ),
  validation: optional(dataSource),
  hubValidation: optional(shape<NonNullable<PlannedStage['hubValidation']>>({ id: text, split: text })),
  order: shape<PlannedOrder>({
    shuffle: flag,
    sorted: flag,
    byCapability: flag,
    byDifficulty: literal('none', 'easy-to-hard', 'hard-to-easy'),
    custom: optional(text),
    meaning: text,
  }),
  steps: shape<PlannedSteps>({ total: count, perEpoch: number, leftOver: count, formula: text }),
  settings: mapping,
  from: start,
  until: optional(text),
  engineOptions: mapping,
  files: listOf(text),
  notes: optional(listOf(text)),
});

const curriculum = shape<
  Pick<Curriculum, 'file' | 'name' | 'variant' | 'engine' | 'datasets' | 'folders' | 'audit'>
>({
  file: text,
  name: text,
  variant: optional(text),
  engine: shape<Curriculum['engine']>({ name: literal('embedded', 'trl', 'easyr1'), options: mapping }),
  datasets: listOf(mapping),
  folders: listOf(text),
  audit: optional(mapping),
});

/** A plan as far as the supervisor and the views touch it; settings are the engine's to read. */
export const planShape = shape<Plan>({
  curriculum,
  stages: listOf(stage),
  heldOut: listOf(dataSource),
  problems: listOf(anything),
});
