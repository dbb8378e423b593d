import { resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { isLive } from '../../protocol';
import { runError } from '../codes';
import { readManifest } from '../folder/manifest';
import { lockOwner } from '../process/lock';
import { liveness, type ProcessIdentity } from '../process/identity';
import { readRun } from '../read/run';
import { spawnSupervisor, supervisorCommand } from './spawn';
import type { StartedRun } from './create';
import { clearStopOrder } from './stop';

const LEAVING_MS = 10_000;

export interface ResumeOptions {
  /** Another supervisor program; the run folder is added to it. */
  readonly supervisor?: readonly string[];
  /** Added to the environment of the supervisor and what it starts, such as keys: held in memory, written nowhere. */
  readonly env?: Readonly<Record<string, string>>;
}

/**
 * Goes on with a run that was stopped, interrupted or has failed: finished stages are kept, the broken one goes on
 * from its last complete checkpoint. A damaged `state.json` is rebuilt from the events. Throws a `RunError` when the
 * run is running or done, or its `run.json` cannot be read.
 */
export async function resumeRun(folder: string, options: ResumeOptions = {}): Promise<StartedRun> {
  const dir = resolve(folder);
  const manifest = await readManifest(dir);
  if (!manifest.ok) {
    throw runError('unreadable', dir, `The run cannot be resumed: ${manifest.reason}`, 'Start a new run.');
  }
  const owner = await ownerThatStays(dir);
  if (owner !== undefined) {
    throw runError('locked', dir, `The run is running: process ${owner.pid} supervises it`, 'Stop it first.');
  }
  const reading = await readRun(dir);
  if (reading.ok && reading.run.state === 'done') {
    throw runError('nothingToDo', dir, 'The run is done: nothing is left to resume', 'Start a new run.');
  }
  const command = options.supervisor ?? supervisorCommand();
  await clearStopOrder(dir);
  return { id: manifest.value.id, dir, supervisor: await spawnSupervisor(dir, command, options.env) };
}

/** The living owner of a run; one that has written its last word is given the moment it needs to leave. */
async function ownerThatStays(dir: string): Promise<ProcessIdentity | undefined> {
  for (let waited = 0; ; waited += 50) {
    const owner = await lockOwner(dir);
    if (owner === undefined || (await liveness(owner)) !== 'alive') return undefined;
    const reading = await readRun(dir);
    if (waited >= LEAVING_MS || (reading.ok && isLive(reading.run))) return owner;
    await sleep(50);
  }
}
