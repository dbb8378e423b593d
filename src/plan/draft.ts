import type { Curriculum, Dataset, KeyPath, PartialSettings, SettingKey, Stage } from '../language';
import { capabilityRanks, inCapabilityOrder } from './capability-order';

/** Rows that a stage takes from one dataset, and the written stage that asked for them. */
export interface DraftPart {
  readonly dataset: Dataset;
  readonly where?: string;
  /** Id of the stage in the file. */
  readonly stage: string;
}

/**
 * A stage as the text and the schedule make it, before any data is looked at. `staged` has one for each written
 * stage; `merged` and `ordered` have one for all of them together.
 */
export interface StageDraft {
  readonly id: string;
  readonly kind: 'staged' | 'ordered' | 'merged';
  /** In capability order. */
  readonly parts: readonly DraftPart[];
  /** The stages of the file that this one stands for. */
  readonly written: readonly Stage[];
  /** What was written for this stage alone, without `defaults`. */
  readonly own: PartialSettings;
  readonly order?: string;
  readonly until?: string;
  readonly engineOptions: Readonly<Record<string, unknown>>;
  /** Where the stage stands in the document. */
  readonly path: KeyPath;
  /** Where its own settings stand in the document. */
  readonly settingsPath: KeyPath;
}

/** Applies `schedule.capability`. Stages that name no known dataset lose it here: the language has reported it. */
export function draftStages(curriculum: Curriculum): readonly StageDraft[] {
  const staged = stagedDrafts(curriculum);
  const kind = curriculum.schedule.capability;
  if (kind === 'staged' || staged.length === 0) return staged;
  return [poolDraft(curriculum, kind, staged)];
}

/** The stages as written, one after another: also what `merged` is measured against. */
export function stagedDrafts(curriculum: Curriculum): readonly StageDraft[] {
  const datasets = new Map(curriculum.datasets.map((dataset) => [dataset.id, dataset]));
  return curriculum.stages.map((stage) => ({
    id: stage.id,
    kind: 'staged',
    parts: sorted(
      curriculum,
      stage.data.flatMap((id) => {
        const dataset = datasets.get(id);
        return dataset === undefined ? [] : [part(dataset, stage)];
      }),
    ),
    written: [stage],
    own: stage.settings,
    ...(stage.order === undefined ? {} : { order: stage.order }),
    ...(stage.until === undefined ? {} : { until: stage.until }),
    engineOptions: stage.engineOptions,
    path: ['stages', stage.id],
    settingsPath: ['stages', stage.id],
  }));
}

function poolDraft(
  curriculum: Curriculum,
  kind: 'ordered' | 'merged',
  staged: readonly StageDraft[],
): StageDraft {
  const stages = staged.flatMap((draft) => draft.written);
  const order = sharedValue(stages.map((stage) => stage.order));
  return {
    id: kind,
    kind,
    parts: sorted(
      curriculum,
      staged.flatMap((draft) => draft.parts),
    ),
    written: stages,
    own: curriculum.pooled ?? {},
    ...(order === undefined ? {} : { order }),
    engineOptions: {
      ...curriculum.engineOptions,
      ...sharedOptions(stages),
      ...curriculum.pooledEngineOptions,
    },
    path: ['schedule', 'capability'],
    settingsPath: ['pooled'],
  };
}

const part = (dataset: Dataset, stage: Stage): DraftPart => ({
  dataset,
  ...(stage.where === undefined ? {} : { where: stage.where }),
  stage: stage.id,
});

const sorted = (curriculum: Curriculum, parts: readonly DraftPart[]): readonly DraftPart[] =>
  inCapabilityOrder(parts, ({ dataset }) => dataset.capability, capabilityRanks(curriculum.datasets));

/** The value that all stages agree on; undefined when one of them says something else or nothing. */
function sharedValue<T>(values: readonly (T | undefined)[]): T | undefined {
  const [first, ...rest] = values;
  return rest.every((value) => JSON.stringify(value) === JSON.stringify(first)) ? first : undefined;
}

function sharedOptions(stages: readonly Stage[]): Readonly<Record<string, unknown>> {
  const [first, ...rest] = stages.map((stage) => stage.engineOptions);
  return Object.fromEntries(
    Object.entries(first ?? {}).filter(([key, value]) =>
      rest.every((options) => JSON.stringify(options[key]) === JSON.stringify(value)),
    ),
  );
}

/** Where a setting of the stage was written: in the stage (or `pooled`), else in `defaults`, else the stage itself. */
export function settingPath(curriculum: Curriculum, draft: StageDraft, key: SettingKey): KeyPath {
  if (draft.own[key] !== undefined) return [...draft.settingsPath, key];
  if (curriculum.defaults[key] !== undefined) return ['defaults', key];
  return draft.path;
}
