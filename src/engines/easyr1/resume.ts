import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { StageLaunch } from '../engine';
import { stageFile } from './files';
import type { Resume } from './settings';

/**
 * How EasyR1 is told to go on with a stage. Its own search restores the best score as well, without which its retention
 * could delete the best checkpoint; it is used where it must find the very checkpoint that is meant, in this stage's
 * own folder. Anything else is named. A stage that begins anew never searches.
 */
export async function resumeOf({ resume, stageDir }: StageLaunch): Promise<Resume> {
  if (resume === undefined) return { kind: 'new' };
  const folder = stageFile(stageDir, 'checkpoints');
  const last = await lastStep(folder);
  const isLast = last !== undefined && join(folder, `global_step_${last}`) === resume;
  return isLast ? { kind: 'search' } : { kind: 'checkpoint', path: resume };
}

/** `last_global_step` of the tracker; nothing where it is torn or absent. */
async function lastStep(folder: string): Promise<number | undefined> {
  try {
    const tracker = JSON.parse(await readFile(join(folder, 'checkpoint_tracker.json'), 'utf8')) as unknown;
    const last =
      typeof tracker === 'object' && tracker !== null && 'last_global_step' in tracker
        ? tracker.last_global_step
        : undefined;
    return typeof last === 'number' && Number.isSafeInteger(last) ? last : undefined;
  } catch {
    return undefined;
  }
}
