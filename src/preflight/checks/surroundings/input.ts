import type { CheckedCurriculum } from '../../../language';
import type { Plan, PlannedStage } from '../../../plan';

/** What the looks at a run's surroundings go by. */
export interface Surroundings {
  readonly plan: Plan;
  readonly stages: readonly PlannedStage[];
  readonly locate: CheckedCurriculum['locate'];
  /** Absolute folder of the workspace. */
  readonly root: string;
  /** Of the process that will start the run. */
  readonly env: NodeJS.ProcessEnv;
}

/** Values of an engine key over all stages, each with the first stage that has it. */
export function valuesOf(
  { plan, stages }: Pick<Surroundings, 'plan' | 'stages'>,
  key: string,
): readonly { readonly value: unknown; readonly stage: string }[] {
  const all = stages.flatMap(({ id, engineOptions }) => {
    const options = { ...plan.curriculum.engine.options, ...engineOptions };
    return Object.hasOwn(options, key) ? [{ value: options[key], stage: id }] : [];
  });
  return all.filter(({ value }, index) => all.findIndex((one) => one.value === value) === index);
}

/** Whether the stages run on machines that cannot be seen from here. */
export const runsElsewhere = ({ plan }: Pick<Surroundings, 'plan'>): boolean =>
  typeof plan.curriculum.engine.options.cluster === 'string';
