import { dirname, join } from 'node:path';
import { openDataEngine } from '../../../src/data';
import type { Launch, StageLaunch } from '../../../src/engines';
import { easyr1Engine } from '../../../src/engines/easyr1/engine';
import { checkFile, type Plan } from '../../../src/plan';

/** The plan of a curriculum file, or of one of its variants; throws when it has errors. */
export async function planOf(file: string, variant?: string): Promise<Plan> {
  const data = await openDataEngine({ folders: [dirname(file)] });
  try {
    const checked = await checkFile(file, { data, variant: variant ?? 'all' });
    const planned = checked.plans.find((one) => one.variant === variant);
    if (planned === undefined) throw new Error(checked.problems.map(({ message }) => message).join('\n'));
    return planned.plan;
  } finally {
    await data.close();
  }
}

/** What the supervisor asks an engine for a stage. */
export function requestOf(plan: Plan, id?: string, more: Partial<StageLaunch> = {}): StageLaunch {
  const stage = id === undefined ? plan.stages[0] : plan.stages.find((one) => one.id === id);
  if (stage === undefined) throw new Error(`no stage ${id ?? ''}`);
  const root = dirname(plan.curriculum.file);
  return {
    plan,
    root,
    stage,
    train: stage.sources,
    stageDir: join(root, '.stagecraft', 'runs', 'run-1', 'stages', stage.id),
    ...more,
  };
}

export const commandOf = (request: StageLaunch): Promise<Launch> => easyr1Engine.command(request);
