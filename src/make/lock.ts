import { mkdir, readdir, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { identify, lockFolder } from '../runs';
import { MakeError } from './error';
import { DRAFTS, MADE_FILES, workFile } from './layout';

const BEAT = 'beat';
const BEAT_MS = 2_000;
/** A maker on another machine, whose processes cannot be seen from here, is dead when its file stands still so long. */
const FOREIGN_MS = 12_000;

/**
 * Makes this process the only one that makes a dataset into the folder `to`, until `release`. A lock whose process is
 * dead is taken over. Throws a `MakeError` when another process makes it.
 */
export async function lockMade(to: string): Promise<{ readonly release: () => Promise<void> }> {
  const folder = join(to, MADE_FILES.work);
  await mkdir(folder, { recursive: true });
  const self = await identify(process.pid);
  if (self === undefined)
    throw new MakeError('The system does not tell when a process began.', 'Is `ps` or PowerShell there?');
  const lock = await lockFolder(folder, self, () => isBeating(to), 'maker');
  if (!lock.ok) {
    const who =
      lock.owner === undefined ? 'Another process' : `Process ${lock.owner.pid} on ${lock.owner.host}`;
    throw new MakeError(
      `${who} makes the dataset in ${to} already.`,
      'Wait until it has ended, or stop that run: `stagecraft runs` lists it.',
    );
  }
  const beat = workFile(to, BEAT);
  // Made anew: a link of that name is not followed.
  await rm(beat, { force: true });
  await writeFile(beat, '', { flag: 'wx' });
  await clearDrafts(folder);
  const timer = setInterval(() => {
    const now = new Date();
    // A folder that was removed meanwhile: the next write of a step says so.
    utimes(beat, now, now).catch(() => undefined);
  }, BEAT_MS);
  return {
    release: async () => {
      clearInterval(timer);
      // A lock that cannot be released is a dead owner's in a moment.
      await lock.release().catch(() => undefined);
    },
  };
}

/** What makers that were killed could not clear away: databases of some gigabytes. */
async function clearDrafts(folder: string): Promise<void> {
  for (const name of await readdir(folder))
    if (name.startsWith(DRAFTS)) await rm(join(folder, name), { recursive: true, force: true });
}

async function isBeating(to: string): Promise<boolean> {
  const before = await beatTime(to);
  for (let waited = 0; waited < FOREIGN_MS; waited += 500) {
    await sleep(500);
    if ((await beatTime(to)) !== before) return true;
  }
  return false;
}

const beatTime = (to: string): Promise<number | undefined> =>
  stat(workFile(to, BEAT)).then(
    ({ mtimeMs }) => mtimeMs,
    () => undefined,
  );
