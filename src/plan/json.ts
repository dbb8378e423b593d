import { engineSettings, type EngineKey } from './engine-keys';
import { checkpointSteps } from './files';
import type { Plan, PlannedStage } from './types';

/** Raised when a key of `planToJson` changes its meaning or goes; new keys may come at any time. */
export const PLAN_JSON_VERSION = 1;

/**
 * A plan for machines (`stagecraft plan --json`), plain JSON with these keys:
 * `version`; `name`, `variant` (null: as written), `file`, `model`, `engine`, `reward`, `prompt`, `schedule`;
 * `totalSteps`; `stages`: each with `id`, `sources` (dataset, capability, path, where, rows before and after),
 * `order`, `steps`, `settings`, `from`, `until`, `validation`, `hubValidation`, `checkpointSteps`, `files` (relative to
 * `stages/<id>/`), `engineKeys`, `notes`; `heldOut`; `problems`. Paths are absolute; a stage without
 * `until`, `validation` or `hubValidation` has null there.
 */
export function planToJson(plan: Plan): PlanJson {
  const { curriculum, stages, heldOut, problems } = plan;
  return {
    version: PLAN_JSON_VERSION,
    name: curriculum.name,
    variant: curriculum.variant ?? null,
    file: curriculum.file,
    model: curriculum.model,
    engine: curriculum.engine,
    reward: curriculum.reward,
    prompt: curriculum.prompt ?? null,
    schedule: curriculum.schedule,
    totalSteps: stages.reduce((sum, { steps }) => sum + steps.total, 0),
    stages: stages.map((stage) => stageToJson(plan, stage)),
    heldOut,
    problems,
  };
}

export interface PlanJson
  extends
    Pick<Plan['curriculum'], 'name' | 'file' | 'model' | 'engine' | 'reward' | 'schedule'>,
    Pick<Plan, 'heldOut' | 'problems'> {
  readonly version: number;
  readonly variant: string | null;
  readonly prompt: string | null;
  readonly totalSteps: number;
  readonly stages: readonly StageJson[];
}

export interface StageJson extends Pick<
  PlannedStage,
  'id' | 'sources' | 'order' | 'steps' | 'settings' | 'from' | 'engineOptions' | 'files'
> {
  readonly until: string | null;
  readonly validation: PlannedStage['validation'] | null;
  readonly hubValidation: PlannedStage['hubValidation'] | null;
  readonly checkpointSteps: readonly number[];
  readonly engineKeys: readonly EngineKey[];
  readonly notes: readonly string[];
}

const stageToJson = (plan: Plan, stage: PlannedStage): StageJson => ({
  id: stage.id,
  sources: stage.sources,
  order: stage.order,
  steps: stage.steps,
  settings: stage.settings,
  from: stage.from,
  until: stage.until ?? null,
  validation: stage.validation ?? null,
  hubValidation: stage.hubValidation ?? null,
  engineOptions: stage.engineOptions,
  checkpointSteps: checkpointSteps(stage),
  files: stage.files,
  engineKeys: engineSettings(plan, stage),
  notes: stage.notes ?? [],
});
