import { mkdir, rm, statfs, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import type { Problem } from '../../protocol';
import { errorText, isDiskFull, runProblem } from '../codes';
import { runsFolder } from '../folder/layout';

/** Below this a run cannot even keep its books; below the second, checkpoints will soon not fit. */
const LEAST_FREE = 16 * 2 ** 20;
const LITTLE_FREE = 500 * 2 ** 20;

/** What of this machine stands in the way of a run in this workspace: folder not writable, disk (nearly) full. */
export async function checkMachine(root: string): Promise<readonly Problem[]> {
  const folder = runsFolder(root);
  try {
    await mkdir(folder, { recursive: true });
    const probe = join(folder, `.probe-${process.pid}`);
    await writeFile(probe, 'probe');
    await rm(probe);
  } catch (error) {
    return isDiskFull(error)
      ? [diskProblem(folder, 'The disk is full', 'error')]
      : [
          runProblem(
            'unwritable',
            folder,
            `Runs cannot be written here: ${errorText(error)}`,
            'Open a folder that you may write to, or mend its permissions.',
          ),
        ];
  }
  const { bavail, bsize } = await statfs(folder);
  const free = bavail * bsize;
  const words = `Only ${Math.floor(free / 2 ** 20)} MB are free on the disk of the runs`;
  if (free < LEAST_FREE) return [diskProblem(folder, words, 'error')];
  return free < LITTLE_FREE ? [diskProblem(folder, words, 'warning')] : [];
}

const diskProblem = (folder: string, message: string, severity: Problem['severity']): Problem => ({
  ...runProblem(
    'diskSpace',
    folder,
    message,
    'Free some space; old runs and checkpoints are often the largest.',
  ),
  severity,
});
