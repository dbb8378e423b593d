import { existsSync, mkdirSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { Curriculum } from '../language';
import { openDataEngine, type DataEngine } from '../data';
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

/** Makes `.stagecraft`, with a `.gitignore` that keeps runs out of the repository. */
export function prepareWorkspace({ root }: Workspace): void {
  const folder = join(root, '.stagecraft');
  mkdirSync(folder, { recursive: true });
  const ignore = join(folder, '.gitignore');
  if (!existsSync(ignore)) writeFileSync(ignore, '*\n');
}

/** Folders that the curriculum's data may lie in: the workspace, the curriculum's own folder, what it declares. */
export function dataFolders(workspace: Workspace, file: string, curriculum?: Curriculum): readonly string[] {
  const own = dirname(resolve(file));
  return [...new Set([workspace.root, own, ...(curriculum?.folders ?? [])])];
}

/** Opens the data engine on the folders a curriculum may use; the caller closes it. */
export function openWorkspaceData(
  workspace: Workspace,
  file: string,
  curriculum?: Curriculum,
): Promise<DataEngine> {
  try {
    prepareWorkspace(workspace); // before the cache is written, so that it never gets into the repository
  } catch {
    // Read-only: looking works all the same, only without a cache; a run will say what it cannot write.
  }
  return openDataEngine({ folders: dataFolders(workspace, file, curriculum), cache: workspace.cache });
}
