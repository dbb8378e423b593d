import { openDataEngine } from '../../src/data';
import type { StageLaunch } from '../../src/engines';
import { checkCurriculum } from '../../src/language';
import { isPlan, makePlan, type Plan } from '../../src/plan';
import { isError } from '../../src/protocol';
import { join } from 'node:path';

/** Plans curricula of one folder, each once; close it at the end. */
export async function openPlans(root: string): Promise<{
  readonly plan: (file: string, variant?: string) => Promise<Plan>;
  readonly close: () => Promise<void>;
}> {
  const data = await openDataEngine({ folders: [root] });
  const plans = new Map<string, Promise<Plan>>();
  const make = async (file: string, variant: string | undefined): Promise<Plan> => {
    const checked = checkCurriculum(file, variant === undefined ? {} : { variant });
    const plan = await makePlan({ checked, data, checkData: false });
    const errors = plan.problems.filter(isError).map(({ code, message }) => `${code} ${message}`);
    if (!isPlan(plan) || errors.length > 0) throw new Error(`${file} ${variant ?? ''}: ${errors.join('; ')}`);
    return plan;
  };
  return {
    plan: (file, variant) => {
      const key = `${file} ${variant ?? ''}`;
      const known = plans.get(key) ?? make(file, variant);
      plans.set(key, known);
      return known;
    },
    close: () => data.close(),
  };
}

/** What a run asks the engine for a stage; RUN stands for the run's name, STEP for the checkpoint it finds. */
export function requestFor(plan: Plan, id: string, root: string): StageLaunch {
  const stage = plan.stages.find((one) => one.id === id);
  if (stage === undefined) throw new Error(`no stage ${id}: ${plan.stages.map((one) => one.id).join(', ')}`);
  const folder = (name: string): string => join(root, '.stagecraft', 'runs', 'RUN', 'stages', name);
  return {
    plan,
    root,
    stage,
    train: stage.sources,
    stageDir: folder(stage.id),
    ...(stage.from.kind === 'base' ? {} : { from: join(folder(stage.from.stage), 'checkpoints', 'STEP') }),
  };
}
