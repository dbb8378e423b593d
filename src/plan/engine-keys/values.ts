import { presetOf } from '../../language';
import type { Plan, PlannedStage } from '../types';
import { needsTrainingFile } from '../order';
import type { EngineKey, KeyOrigin } from './types';

/** A key whose value is known now. */
export const known = (origin: KeyOrigin, key: string, value: unknown): EngineKey => ({ origin, key, value });

/** A key whose value the run decides, in words. */
export const decided = (origin: KeyOrigin, key: string, words: string): EngineKey => ({
  origin,
  key,
  decided: words,
});

/** The key only where there is a value for it. */
export const given = (origin: KeyOrigin, key: string, value: unknown): readonly EngineKey[] =>
  value === undefined ? [] : [known(origin, key, value)];

/** Where the stage's weights come from: the model of the curriculum, or a checkpoint that the run will make. */
export function startingModel(plan: Plan, stage: PlannedStage, key: string): EngineKey {
  if (stage.from.kind === 'base') return known('model', key, modelPath(plan));
  const { checkpoint } = stage.from;
  const which = checkpoint.kind === 'step' ? `step ${checkpoint.step}` : `${checkpoint.kind} checkpoint`;
  return decided('from', key, `${which} of stage ${stage.from.stage}`);
}

interface HasModel {
  readonly curriculum: Pick<Plan['curriculum'], 'model'>;
}

/** A preset stands for its weights on the Hub; the model that is shipped with the program has only its name. */
function modelPath({ curriculum: { model } }: HasModel): string {
  if (model.kind !== 'preset') return modelText({ curriculum: { model } });
  return presetOf(model.name)?.hub ?? model.name;
}

export function modelText({ curriculum: { model } }: HasModel): string {
  switch (model.kind) {
    case 'preset':
      return model.name;
    case 'hub':
      return model.id;
    case 'folder':
      return model.path;
  }
}

/** The rows: the data file as it lies there, or the training file `name` that the run writes for this stage. */
export function trainingFile(stage: PlannedStage, key: string, name = 'train.jsonl'): EngineKey {
  const [source] = stage.sources;
  if (needsTrainingFile(stage) || source === undefined) {
    return decided('data', key, `stages/${stage.id}/${name} of the run`);
  }
  return known('data', key, source.path);
}

export function rewardText({ curriculum: { reward } }: Pick<Plan, 'curriculum'>): string {
  return reward.kind === 'builtin' ? `${reward.name} (built in)` : `${reward.path}:${reward.function}`;
}

/** The validation file, or `id@split` of the Hub dataset that the engine downloads. */
export const validationText = ({ validation, hubValidation }: PlannedStage): string | undefined =>
  validation?.path ??
  (hubValidation === undefined ? undefined : `${hubValidation.id}@${hubValidation.split}`);
