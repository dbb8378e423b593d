import { MAKE_STEPS, type EngineEvent, type MetricValues, type RunEvent } from '../../protocol';
import type { StageStatus } from './state';

type Bare<E> = E extends unknown ? Omit<E, 'time' | 'stage'> : never;

/** The metrics that say most about a stage, best first. */
const TELLING = ['val_accuracy', 'accuracy', 'reward', 'loss'] as const;

/** How a stage stands after one more event of its engine. A pure fold; NaN (as JSON has it: null) tells nothing. */
export function stageAfter(stage: StageStatus, event: Bare<RunEvent> | EngineEvent): StageStatus {
  switch (event.type) {
    case 'started':
      return { ...stage, totalSteps: event.totalSteps };
    case 'metric': {
      const metric = tellingMetric(stage.metric, event.values);
      return { ...stage, step: event.step, ...(metric === undefined ? {} : { metric }) };
    }
    case 'checkpoint': {
      const { step, score } = event;
      if (!Number.isFinite(score) || score === undefined) return stage;
      // The later of equals, as `checkpoint: best` chooses.
      return score < (stage.best?.score ?? -Infinity) ? stage : { ...stage, best: { step, score } };
    }
    case 'progress': {
      // Of training, the steps tell more.
      const { phase, done, total } = event;
      return Object.hasOwn(MAKE_STEPS, phase) ? { ...stage, phase: { name: phase, done, total } } : stage;
    }
    case 'finished': {
      const { phase: _over, ...rest } = stage;
      return { ...rest, step: event.step };
    }
    default:
      return stage;
  }
}

/** The latest value of the best-telling metric that the stage has ever reported. */
function tellingMetric(known: StageStatus['metric'], values: MetricValues): StageStatus['metric'] {
  for (const name of TELLING) {
    const value = values[name];
    if (value !== undefined && Number.isFinite(value)) return { name, value };
    if (known?.name === name) return known;
  }
  return known;
}
