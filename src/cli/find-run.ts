import { existsSync, statSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { listRuns, readRun, readRunManifest, type RunManifest, type RunView } from '../runs';
import { UserError } from './command';
import type { Workspace } from './workspace';

/** The run that a user means by its folder, its id, the start of its id, or `latest`. */
export async function findRun(text: string, workspace: Workspace): Promise<RunView> {
  const dir = await findRunFolder(text, workspace);
  const reading = await readRun(dir);
  if (!reading.ok) throw new UserError(`The run ${reading.id} cannot be read: ${reading.reason}`);
  return reading.run;
}

/** Its folder alone: also of a run whose files are damaged. Rejects when there is none. */
export async function findRunFolder(text: string, workspace: Workspace): Promise<string> {
  if (/[\\/]/.test(text) && existsSync(text) && statSync(text).isDirectory()) return resolve(text);
  const runs = await listRuns(workspace.root);
  if (runs.length === 0) {
    throw new UserError(`There are no runs in ${workspace.runs}`, 'start one with `stagecraft run FILE`');
  }
  const folders = runs.map((reading) => (reading.ok ? reading.run.dir : reading.dir));
  if (text === 'latest') return folders[0] ?? workspace.runs;
  const exact = folders.find((folder) => basename(folder) === text);
  if (exact !== undefined) return exact;
  // Ids begin with their time; the four random characters at the end are the shortest way to name one.
  const matches = folders.filter(
    (folder) => basename(folder).startsWith(text) || basename(folder).endsWith(`-${text}`),
  );
  const [match, ...others] = matches;
  if (match === undefined) throw new UserError(`There is no run \`${text}\``, '`stagecraft runs` lists them');
  if (others.length > 0) {
    const names = matches.slice(0, 5).map((folder) => basename(folder));
    throw new UserError(
      `\`${text}\` fits ${matches.length} runs: ${names.join(', ')}`,
      'give more of the id',
    );
  }
  return match;
}

/** What the run was started with; a `UserError` when its `run.json` is damaged. */
export async function manifestOf(run: RunView): Promise<RunManifest> {
  const manifest = await readRunManifest(run.dir);
  if (!manifest.ok) throw new UserError(`The run ${run.id} cannot be read: ${manifest.reason}`);
  return manifest.value;
}
