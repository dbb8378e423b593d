import { link, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { errorCode } from '../codes';
import { draftName, replaceJson } from '../folder/atomic';
import { flag, shape, optional } from '../folder/check';
import { readJsonFile } from '../folder/json-file';
import { liveness, processIdentity, sameProcess, type ProcessIdentity } from './identity';

interface LockFile {
  readonly owner: ProcessIdentity;
  readonly released?: boolean;
}
const lockFile = shape<LockFile>({ owner: processIdentity, released: optional(flag) });

export type LockResult =
  | { readonly ok: true; readonly release: () => Promise<void> }
  | { readonly ok: false; readonly owner?: ProcessIdentity; readonly reason: string };

/** Who owns a folder: the supervisor of a run, or the maker of a dataset; part of its lock files' names. */
export type LockRole = 'supervisor' | 'maker';

/** Makes this process the only owner of a run folder; `elsewhere` as for `lockFolder`. */
export const lockRun = (
  dir: string,
  self: ProcessIdentity,
  elsewhere: (owner: ProcessIdentity) => Promise<boolean>,
): Promise<LockResult> => lockFolder(dir, self, elsewhere, 'supervisor');

/**
 * Makes this process the only owner of a folder. Owners are numbered: the file with the highest number counts,
 * it is made in one step with its content, and a dead owner is followed by creating the next number, which only one
 * of several can do. No file that might be somebody's is ever removed: lower numbers only.
 *
 * `elsewhere` decides about an owner on another machine, whose processes cannot be seen from here: whether it lives.
 */
export async function lockFolder(
  dir: string,
  self: ProcessIdentity,
  elsewhere: (owner: ProcessIdentity) => Promise<boolean>,
  role: LockRole,
): Promise<LockResult> {
  const lockPath = (number: number): string => join(dir, `${role}-${number}.lock`);
  const highest = (await lockNumbers(dir, role)).at(-1) ?? 0;
  if (highest > 0) {
    const holder = await holderOf(lockPath(highest), self, elsewhere);
    if (holder !== 'nobody') return holder;
  }
  const mine = highest + 1;
  if (!(await createWhole(lockPath(mine), { owner: self }))) {
    return { ok: false, reason: 'another supervisor took the run over in this moment' };
  }
  const numbers = await lockNumbers(dir, role);
  if ((numbers.at(-1) ?? 0) > mine) {
    await rm(lockPath(mine), { force: true });
    return { ok: false, reason: 'another supervisor took the run over in this moment' };
  }
  for (const old of numbers.filter((number) => number < mine)) await rm(lockPath(old), { force: true });
  return { ok: true, release: () => replaceJson(lockPath(mine), { owner: self, released: true }) };
}

/** The process that owns a run folder by its lock, dead or alive, unless it has given the run back. */
export async function lockOwner(dir: string): Promise<ProcessIdentity | undefined> {
  const highest = (await lockNumbers(dir, 'supervisor')).at(-1);
  if (highest === undefined) return undefined;
  const file = await readJsonFile(join(dir, `supervisor-${highest}.lock`), lockFile, 64_000);
  return file.ok && file.value.released !== true ? file.value.owner : undefined;
}

async function holderOf(
  path: string,
  self: ProcessIdentity,
  elsewhere: (owner: ProcessIdentity) => Promise<boolean>,
): Promise<'nobody' | Extract<LockResult, { ok: false }>> {
  const file = await readJsonFile(path, lockFile, 64_000);
  // Lock files come into being whole, so a torn one is damage, not a half-made lock.
  if (!file.ok || file.value.released === true) return 'nobody';
  const owner = file.value.owner;
  if (sameProcess(owner, self)) return { ok: false, owner, reason: 'this very process owns it already' };
  const state = await liveness(owner);
  const lives = state === 'alive' || (state === 'elsewhere' && (await elsewhere(owner)));
  if (!lives) return 'nobody';
  const where = state === 'alive' ? '' : ` on ${owner.host}`;
  return { ok: false, owner, reason: `process ${owner.pid}${where} is supervising it` };
}

const LOCK = /^(supervisor|maker)-(\d{1,9})\.lock$/;

const lockNumbers = async (dir: string, role: LockRole): Promise<readonly number[]> =>
  (await readdir(dir))
    .flatMap((name) => {
      const [, whose, number] = LOCK.exec(name) ?? [];
      return whose === role ? Number(number) : [];
    })
    .sort((a, b) => a - b);

/** Creates a file together with its content, or says that it exists. */
async function createWhole(path: string, content: LockFile): Promise<boolean> {
  const text = `${JSON.stringify(content)}\n`;
  const draft = draftName(path);
  await writeFile(draft, text);
  try {
    await link(draft, path);
    return true;
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return false;
    // A file system without hard links (exFAT): exclusive creation, whose content follows a moment later.
    return await writeFile(path, text, { flag: 'wx' }).then(
      () => true,
      (failure: unknown) => {
        if (errorCode(failure) === 'EEXIST') return false;
        throw failure;
      },
    );
  } finally {
    await rm(draft, { force: true });
  }
}
