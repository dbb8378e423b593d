import { existsSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { Curriculum } from '../language';
import type { DataEngine } from '../data';
import { openLaunchData } from '../preflight';
import { UserError } from './command';

/** The folder a command works in: its runs and caches lie in `.stagecraft`, and data may be read below it. */
export interface Workspace {
  readonly root: string;
  readonly runs: string;
  readonly cache: string;
}

export const WORKSPACE_OPTION = {
  type: 'string',
  value: 'DIR',
  doc: 'Workspace folder (default: the nearest parent with a `.stagecraft` folder, else the current one).',
} as const;

/** `given` as the user typed it, or the nearest parent of the current folder with `.stagecraft`, or that folder. */
export function findWorkspace(given?: string): Workspace {
  const root = given === undefined ? nearestWorkspace(process.cwd()) : resolve(given);
  if (!existsSync(root) || !statSync(root).isDirectory())
    throw new UserError(`The workspace ${root} is not a folder`);
  return { root, runs: join(root, '.stagecraft', 'runs'), cache: join(root, '.stagecraft', 'cache') };
}

function nearestWorkspace(start: string): string {
  for (let folder = start; ; folder = dirname(folder)) {
    if (existsSync(join(folder, '.stagecraft'))) return folder;
    if (dirname(folder) === folder) return start;
  }
}

/** Opens the data engine on the folders a curriculum may use; the caller closes it. */
export const openWorkspaceData = (
  { root }: Workspace,
  file: string,
  curriculum?: Curriculum,
): Promise<DataEngine> => openLaunchData(root, file, curriculum);
