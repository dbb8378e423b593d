import { mkdir } from 'node:fs/promises';
import { homedir, hostname } from 'node:os';
import { join, resolve } from 'node:path';
import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';

import { fileName } from '../folder/layout';
import type { ProcessIdentity } from '../process/identity';
import { lockRun } from '../process/lock';

/**
 * The queue of this user on this machine. Homes may be shared by many machines, devices are not: each machine has a
 * folder of its own. `STAGECRAFT_QUEUE` names another one.
 */
export function queueFolder(env: NodeJS.ProcessEnv = process.env): string {
  const chosen = env.STAGECRAFT_QUEUE;
  // A relative one would be another for each working folder.
  return chosen !== undefined && chosen !== ''
    ? resolve(homedir(), chosen)
    : join(stateHome(env), 'queue', fileName(hostname()) || 'localhost');
}

function stateHome(env: NodeJS.ProcessEnv): string {
  switch (process.platform) {
    case 'win32':
      return join(env.LOCALAPPDATA ?? join(homedir(), 'AppData', 'Local'), 'stagecraft');
    case 'darwin':
      return join(homedir(), 'Library', 'Application Support', 'stagecraft');
    default:
      return join(resolve(homedir(), env.XDG_STATE_HOME ?? join('.local', 'state')), 'stagecraft');
  }
}

const LOCK_MS = 30_000;
/** An owner in another container cannot be seen; what is done under the lock takes milliseconds. */
const UNSEEN_MS = 10_000;

/** Does something that only one process of this machine may do at a time. Rejects after half a minute without a turn. */
export async function withQueueLock<T>(
  folder: string,
  self: ProcessIdentity,
  work: () => Promise<T>,
): Promise<T> {
  await mkdir(folder, { recursive: true });
  const begin = performance.now();
  const elsewhere = () => Promise.resolve(performance.now() - begin < UNSEEN_MS);
  for (;;) {
    const lock = await lockRun(folder, self, elsewhere);
    if (lock.ok) {
      try {
        return await work();
      } finally {
        await lock.release();
      }
    }
    if (performance.now() - begin > LOCK_MS)
      throw new Error(`the queue in ${folder} is locked: ${lock.reason}`);
    await sleep(10 + Math.random() * 40);
  }
}
