import { join } from 'node:path';
import type { Plan, PlannedStage } from '../../plan';
import type { Problem } from '../../protocol';
import { optionProblems, removedOption } from '../catalogue';
import { ENGINE_CODES } from '../codes';
import { easyr1Faults, type Easyr1Fault } from './faults';
import { modelTypeOf, planFolderFaults, stageFolderFaults } from './folder-faults';
import { homeOf } from './installation';
import { stageFaults } from './stage-faults';
import { REWARD_TYPE_KEY, treeOf, treeOption, treeOptions, type Easyr1Tree } from './tree';

/** All that EasyR1 would stop at, or ignore, in a plan: by the config tree of the checkout that it names. */
export async function check(plan: Plan): Promise<readonly Problem[]> {
  const tree = await treeOfPlan(plan);
  const tables = {
    options: treeOptions(tree),
    option: (key: string) => treeOption(tree, key),
    removed: (key: string) =>
      tree === 'older' && key === REWARD_TYPE_KEY ? undefined : removedOption('easyr1', key),
  };
  const modelType = await modelTypeOf(plan);
  const { engine, model, reward } = plan.curriculum;
  const found = new Faults(plan);
  for (const stage of plan.stages) {
    const { settings, engineOptions } = stage;
    const about = { settings, engineOptions, engine: engine.options, model, reward };
    found.add(stage, easyr1Faults({ ...about, ...(modelType === undefined ? {} : { modelType }) }));
    found.add(stage, stageFaults(stage));
    found.add(stage, await stageFolderFaults(plan, stage));
  }
  const general = (await planFolderFaults(plan)).map((fault) => problemOf(plan, fault, ''));
  return [...optionProblems(plan, tables), ...found.problems(), ...general];
}

/** The tree of the checkout in `home`; the newest where none is named, since a check starts no program. */
async function treeOfPlan(plan: Plan): Promise<Easyr1Tree> {
  const home = homeOf(plan);
  return (home === undefined ? undefined : await treeOf(join(home, 'verl'))) ?? 'newest';
}

/** Faults of stages: each once, with the stages that have it. */
class Faults {
  private readonly found = new Map<string, { readonly fault: Easyr1Fault; readonly stages: string[] }>();

  constructor(private readonly plan: Plan) {}

  add({ id }: PlannedStage, faults: readonly Easyr1Fault[]): void {
    for (const fault of faults) {
      const key = `${fault.code} ${fault.message}`;
      const known = this.found.get(key);
      if (known === undefined) this.found.set(key, { fault, stages: [id] });
      else if (!known.stages.includes(id)) known.stages.push(id);
    }
  }

  problems(): readonly Problem[] {
    return [...this.found.values()].map(({ fault, stages }) =>
      problemOf(
        this.plan,
        fault,
        ` (stage${stages.length === 1 ? '' : 's'} ${stages.map((id) => `\`${id}\``).join(', ')})`,
      ),
    );
  }
}

const problemOf = (plan: Plan, { code, message, hint }: Easyr1Fault, where: string): Problem => ({
  code,
  severity: ENGINE_CODES[code].severity,
  message: `${message}${where}`,
  hint,
  place: { file: plan.curriculum.file },
});
