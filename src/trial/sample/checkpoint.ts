import { engineFor } from '../../engines';
import type { Plan } from '../../plan';
import { listRuns, readRunManifest, stageFolder } from '../../runs';

/** A trained model of the curriculum. */
export interface FoundCheckpoint {
  /** Absolute folder. */
  readonly path: string;
  readonly words: string;
}

/** Runs further back are not looked through. */
const NEWEST = 50;

/**
 * The last complete checkpoint of the newest run of the same curriculum and variant: of the stage itself, else of the
 * latest stage before it that has one. Rehearsals do not count. Nothing when there is none: then the base model is it.
 */
export async function latestCheckpoint(
  root: string,
  plan: Plan,
  stage: string,
): Promise<FoundCheckpoint | undefined> {
  const { name, variant, file, engine } = plan.curriculum;
  const known = engineFor(engine.name);
  const ids = plan.stages.map(({ id }) => id);
  const upTo = ids.slice(0, ids.indexOf(stage) + 1).reverse();
  for (const reading of await listRuns(root, { limit: NEWEST })) {
    if (!reading.ok || reading.run.rehearsal === true || reading.run.engine !== engine.name) continue;
    const { run } = reading;
    if (run.name !== name || run.variant !== variant) continue;
    const manifest = await readRunManifest(run.dir);
    if (!manifest.ok || manifest.value.plan.curriculum.file !== file) continue;
    for (const id of upTo) {
      const last = (await known.checkpoints(stageFolder(run.dir, id))).at(-1);
      if (last !== undefined)
        return { path: last.path, words: `step ${last.step} of stage \`${id}\` in run ${run.id}` };
    }
  }
  return undefined;
}
