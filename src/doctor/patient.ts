import type { Plan } from '../plan';
import type { Patient } from './types';

/** What a plan says of a stage, as far as a doctor should know it; little for what is no stage, such as predictions. */
export function patientOf({ curriculum, stages }: Plan, id: string): Patient {
  const engine = curriculum.engine.name;
  const stage = stages.find((one) => one.id === id);
  if (stage === undefined) return { engine, stage: id, ours: true };
  return {
    engine,
    stage: id,
    ours: true,
    settings: {
      ...stage.settings,
      engine_options: stage.engineOptions,
      // A stage whose rows get harder is not expected to gain reward.
      difficulty: stage.order.byDifficulty,
      images: stage.sources.some(({ columns }) => columns.images !== undefined),
    },
  };
}
