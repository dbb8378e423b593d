import type { Curriculum, PartialSettings, Stage } from '../../language';

/** Steps a stage when nothing else is asked for: enough to see each part work, and done within a minute. */
export const REHEARSAL_STEPS = 20;
/** More is no rehearsal any more. */
export const MOST_REHEARSAL_STEPS = 1000;

/**
 * What a rehearsal makes small. The micro model writes a short line; a response of a large model's length would only
 * be noise to the end of its context.
 */
const SMALL = { batch: 8, rollouts: 4, response: 40 } as const;

/** A rate at which a model of 0.2 million weights moves in a few steps: that of a large model would stand still. */
const RATE = { least: 1e-4, most: 1e-3 } as const;

/** Where the curriculum leaves open what must be small, the table's defaults would be those of a large model. */
const DEFAULTS = {
  batch: SMALL.batch,
  rollouts: SMALL.rollouts,
  max_response_length: SMALL.response,
  learning_rate: RATE.least,
} as const satisfies PartialSettings;

/** Rows and answers a row of a rehearsal's validations. */
const VALIDATION = { validation_rows: 16, validation_samples: 2 } as const;

/**
 * The curriculum as a rehearsal runs it: on the embedded engine, `steps` steps a stage, small groups, one validation
 * and one checkpoint at each stage's end. Datasets, prompt, reward, conditions, order, chain and freezing stay.
 */
export function rehearsedCurriculum(curriculum: Curriculum, steps: number): Curriculum {
  const embedded = curriculum.engine.name === 'embedded';
  const kept = embedded ? curriculum.engine.options : {};
  const options = (written: Readonly<Record<string, unknown>>) => (embedded ? written : {});
  return {
    ...curriculum,
    engine: { name: 'embedded', options: kept },
    // A folder of a large model is no start for the embedded engine; a name it replaces by itself, and says so.
    model:
      embedded || curriculum.model.kind !== 'folder'
        ? curriculum.model
        : { kind: 'hub', id: curriculum.model.path },
    defaults: { ...DEFAULTS, ...small(curriculum.defaults, steps) },
    stages: curriculum.stages.map((stage) => rehearsedStage(stage, steps, options)),
    pooled: small({ ...curriculum.pooled }, steps),
    engineOptions: options(curriculum.engineOptions ?? {}),
    pooledEngineOptions: { ...options(curriculum.pooledEngineOptions ?? {}), ...VALIDATION },
  };
}

function rehearsedStage(
  stage: Stage,
  steps: number,
  options: (written: Readonly<Record<string, unknown>>) => Readonly<Record<string, unknown>>,
): Stage {
  return {
    ...stage,
    settings: small(stage.settings, steps),
    engineOptions: { ...options(stage.engineOptions), ...VALIDATION },
    // The step that was asked for is hardly one of so few.
    ...(stage.checkpoint?.kind === 'step' ? { checkpoint: { kind: 'last' as const } } : {}),
  };
}

/** Settings made small; those that are not written are left to `defaults`, which are made small as well. */
function small(settings: PartialSettings, steps: number): PartialSettings {
  const { epochs: _epochs, validate_every: _validate, save_every: _save, ...others } = settings;
  const bounded = (key: 'batch' | 'rollouts' | 'max_response_length', most: number): PartialSettings =>
    settings[key] === undefined ? {} : { [key]: Math.min(settings[key], most) };
  return {
    ...others,
    steps,
    ...bounded('batch', SMALL.batch),
    ...bounded('rollouts', SMALL.rollouts),
    ...bounded('max_response_length', SMALL.response),
    ...(settings.learning_rate === undefined
      ? {}
      : { learning_rate: Math.min(RATE.most, Math.max(RATE.least, settings.learning_rate)) }),
    ...(settings.warmup_steps === undefined
      ? {}
      : { warmup_steps: Math.min(settings.warmup_steps, Math.floor(steps / 4)) }),
    validate_every: steps,
    save_every: steps,
  };
}
