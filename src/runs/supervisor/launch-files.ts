import { appendFile, mkdir, realpath } from 'node:fs/promises';
import { dirname, isAbsolute, join, relative } from 'node:path';

import type { Launch } from '../../engines';
import { replaceFile } from '../folder/atomic';
import { FILES } from '../folder/layout';
import { argvWithoutSecrets, withoutSecrets } from '../folder/secrets';

/** Writes the files that an engine wants before its start. They must lie in the run folder; else it throws. */
export async function writeLaunchFiles(dir: string, launch: Launch): Promise<void> {
  const home = await realpath(dir);
  for (const [path, text] of Object.entries(launch.files)) {
    if (!isAbsolute(path) || !isInside(dir, path)) throw new Error(`${path} is not inside the run folder`);
    await mkdir(dirname(path), { recursive: true });
    // A link inside the folder may lead out of it.
    if (!isInside(home, await realpath(dirname(path))))
      throw new Error(`${path} leads out of the run folder`);
    await replaceFile(path, text);
  }
}

/** Keeps the command as it was, a line for each start, without the values of anything that sounds like a secret. */
export async function recordLaunch(stageDir: string, launch: Launch): Promise<void> {
  const line = {
    time: new Date().toISOString(),
    argv: argvWithoutSecrets(launch.argv),
    env: withoutSecrets(launch.env),
    cwd: launch.cwd,
    files: Object.keys(launch.files),
  };
  await appendFile(join(stageDir, FILES.launches), `${JSON.stringify(line)}\n`);
}

function isInside(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return !way.startsWith('..') && !isAbsolute(way);
}
