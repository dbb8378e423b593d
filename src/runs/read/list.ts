import { readdir } from 'node:fs/promises';
import { sep } from 'node:path';
import { performance } from 'node:perf_hooks';

import { isLive } from '../../protocol';
import { errorCode, runError, errorText } from '../codes';
import { runsFolder } from '../folder/layout';
import { readStatusSync, type RunStatus } from '../folder/state';
import { livenessOfAll } from '../process/identity';
import { readRun, type RunReading } from './run';
import { trueView } from './truth';

export interface ListOptions {
  /** Only the newest so many. */
  readonly limit?: number;
}

/** Reading without waiting is the cheapest way, but others want their turn after this many milliseconds. */
const TURN_MS = 8;

/**
 * The runs of a workspace, newest first, each as it truly stands; damaged ones are listed with the reason. Reads
 * only the small `state.json` of each. Throws a `RunError` when the folder of the runs cannot be read at all.
 */
export async function listRuns(root: string, options: ListOptions = {}): Promise<readonly RunReading[]> {
  const folder = runsFolder(root);
  const names = await runNames(folder);
  return readRuns(names.slice(0, options.limit ?? names.length).map((name) => `${folder}${sep}${name}`));
}

/** Many runs at once, in the order of their folders: one question to the system for all processes. Never throws. */
export async function readRuns(dirs: readonly string[]): Promise<readonly RunReading[]> {
  const found: (RunReading | Unsettled)[] = [];
  let turn = performance.now();
  for (const dir of dirs) {
    found.push(quickRead(dir));
    if (performance.now() - turn < TURN_MS) continue;
    await new Promise((resolve) => setImmediate(resolve));
    turn = performance.now();
  }
  const running = found.flatMap((item) => ('ok' in item || item.status === undefined ? [] : [item.status]));
  const lives = await livenessOfAll(running.map((status) => status.supervisor));
  const lifeOf = new Map(running.map((status, i) => [status, lives[i]]));
  return Promise.all(
    found.map(async (item): Promise<RunReading> => {
      if ('ok' in item) return item;
      const { dir, status } = item;
      const life = status === undefined ? undefined : lifeOf.get(status);
      // One whose supervisor is gone may have ended since: `readRun` looks twice.
      if (status === undefined || life === undefined || life === 'gone') return readRun(dir);
      return { ok: true, run: trueView(dir, status, life) };
    }),
  );
}

async function runNames(folder: string): Promise<readonly string[]> {
  try {
    const entries = await readdir(folder, { withFileTypes: true });
    return entries
      .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
      .map((entry) => entry.name)
      .sort()
      .reverse();
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return [];
    throw runError('unreadable', folder, `The folder of the runs cannot be read: ${errorText(error)}`);
  }
}

/** A run that claims to be running (the common look at all processes will tell), or has no readable state. */
interface Unsettled {
  readonly dir: string;
  readonly status?: RunStatus;
}

/** Ended runs are settled by their state file. */
function quickRead(dir: string): RunReading | Unsettled {
  const status = readStatusSync(dir);
  if (!status.ok) return { dir };
  if (isLive(status.value)) return { dir, status: status.value };
  return { ok: true, run: trueView(dir, status.value, 'gone') };
}
