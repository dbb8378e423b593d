import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

import { errorCode, errorText } from '../../protocol';
import { FILES, RunError, runsFolder } from '../../runs';

/** A run folder by its place. */
export interface RunPlace {
  readonly root: string;
  readonly name: string;
  readonly dir: string;
}

/** The run folders of a workspace, newest first: their names begin with their time. None when there are no runs yet. */
export async function runPlaces(root: string): Promise<readonly RunPlace[]> {
  const folder = runsFolder(root);
  try {
    const entries = await readdir(folder, { withFileTypes: true });
    return entries
      .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
      .map(({ name }) => ({ root, name, dir: join(folder, name) }))
      .sort(newestFirst);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return [];
    const message = `The folder of the runs cannot be read: ${errorText(error)}`;
    throw new RunError({ code: 'SC504', severity: 'error', message, place: { file: folder } });
  }
}

export const newestFirst = (a: RunPlace, b: RunPlace): number =>
  a.name === b.name ? (a.dir < b.dir ? 1 : -1) : a.name < b.name ? 1 : -1;

/** What changes whenever a file is written or replaced; empty when it is not there. */
export async function fileStamp(path: string): Promise<string> {
  try {
    const { mtimeMs, size, ino } = await stat(path);
    return `${mtimeMs} ${size} ${ino}`;
  } catch {
    return '';
  }
}

export const stateStamp = (dir: string): Promise<string> => fileStamp(join(dir, FILES.state));

/** A folder that has just changed may change again without its time telling: such a stamp is like no other. */
const SETTLED_MS = 100;

export async function folderStamp(root: string): Promise<string> {
  const stamp = await fileStamp(runsFolder(root));
  const now = Date.now();
  return now - Number.parseFloat(stamp) < SETTLED_MS ? `${stamp} ${now}` : stamp;
}
