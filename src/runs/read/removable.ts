import { readdir } from 'node:fs/promises';

import { isLive } from '../../protocol';
import { FILES } from '../folder/layout';
import { lockOwner } from '../process/lock';
import { liveness } from '../process/identity';
import { readRun } from './run';

/** A folder with none of these, nor a draft of one, is no run's. */
const OWN = [FILES.manifest, FILES.state, FILES.events, FILES.supervisorLog];

/**
 * Why a run folder may not be deleted now: somebody still works in it, or it is another folder that lies among the
 * runs, as all of a home do where `.stagecraft/runs` is a link to it. Nothing when it may. Never throws.
 */
export async function notRemovable(dir: string): Promise<string | undefined> {
  const reading = await readRun(dir);
  if (reading.ok && isLive(reading.run)) return `the run is ${reading.run.state}: stop it first`;
  const names = await readdir(dir).catch(() => []);
  if (names.length > 0 && !names.some((name) => OWN.some((own) => name.startsWith(own))))
    return 'no file in it is of a run: delete it by hand';
  // The state may be torn while a supervisor lives on.
  const owner = await lockOwner(dir).catch(() => undefined);
  return owner !== undefined && (await liveness(owner)) === 'alive'
    ? `process ${owner.pid} still supervises the run: stop it first`
    : undefined;
}
