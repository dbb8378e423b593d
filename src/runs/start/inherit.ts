import type { Engine } from '../../engines';
import type { Plan, PlannedStage } from '../../plan';
import { runError } from '../codes';
import { stageFolder } from '../folder/layout';
import { readManifest, type Inherited } from '../folder/manifest';
import { listRuns } from '../read/list';
import { chosenCheckpoint, inWords } from './checkpoint';

/**
 * Checkpoints of earlier runs for stages that start from a stage which this run does not train: of the newest run
 * of the same curriculum, variant and engine that has finished it. Throws a `RunError` when there is none.
 * Rehearsals do not count: theirs are trained for a few steps only.
 */
export async function inheritedCheckpoints(
  root: string,
  plan: Plan,
  stages: readonly PlannedStage[],
  engine: Engine,
): Promise<Readonly<Record<string, Inherited>>> {
  const here = new Set(stages.map((stage) => stage.id));
  const inherited: Record<string, Inherited> = {};
  for (const stage of stages) {
    if (stage.from.kind === 'base' || here.has(stage.from.stage)) continue;
    const found = await newest(root, plan, stage.from, engine);
    if (found === undefined) {
      throw runError(
        'noCheckpoint',
        plan.curriculum.file,
        `Stage "${stage.id}" starts from "${stage.from.stage}" (checkpoint ${inWords(stage.from.checkpoint)}), which no earlier run of this curriculum has finished`,
        `Run from "${stage.from.stage}" on, or set "from: base".`,
      );
    }
    inherited[stage.id] = found;
  }
  return inherited;
}

async function newest(
  root: string,
  plan: Plan,
  from: Extract<PlannedStage['from'], { kind: 'stage' }>,
  engine: Engine,
): Promise<Inherited | undefined> {
  for (const reading of await listRuns(root)) {
    if (!reading.ok || reading.run.engine !== engine.name) continue;
    const { run } = reading;
    if (run.rehearsal === true) continue;
    if (run.name !== plan.curriculum.name || run.variant !== plan.curriculum.variant) continue;
    if (!run.stages.some((stage) => stage.id === from.stage && stage.state === 'done')) continue;
    const manifest = await readManifest(run.dir);
    if (
      !manifest.ok ||
      manifest.value.rehearsal === true ||
      manifest.value.plan.curriculum.file !== plan.curriculum.file
    )
      continue;
    const checkpoints = await engine.checkpoints(stageFolder(run.dir, from.stage));
    const chosen = chosenCheckpoint(checkpoints, from.checkpoint);
    if (chosen !== undefined) return { run: run.id, step: chosen.step, path: chosen.path };
  }
  return undefined;
}
