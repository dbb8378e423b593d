import { randomBytes } from 'node:crypto';
import { open, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { errorCode } from '../codes';

/** Windows refuses to replace a file while a virus scanner or an indexer holds it; that passes in moments. */
const BUSY = new Set(['EPERM', 'EACCES', 'EBUSY']);
const ATTEMPTS = 8;

/**
 * Replaces a file so that every reader sees the old text or the new one, also after a crash or a power cut.
 * On failure the old file stays and nothing is left behind.
 */
export async function replaceFile(path: string, text: string): Promise<void> {
  const draft = draftName(path);
  try {
    const file = await open(draft, 'w');
    try {
      await file.writeFile(text);
      await file.datasync();
    } finally {
      await file.close();
    }
    await renameWithPatience(draft, path);
  } catch (error) {
    await rm(draft, { force: true }).catch(() => undefined);
    throw error;
  }
}

/** A name for a file in the making that no other writer uses, on this machine or another. */
export const draftName = (path: string): string => `${path}.${randomBytes(6).toString('hex')}.tmp`;

/** Removes what writers that were killed have left in a folder. */
export async function removeDrafts(folder: string): Promise<void> {
  const drafts = (await readdir(folder)).filter((name) => /\.[0-9a-f]{12}\.tmp$/.test(name));
  for (const name of drafts) await rm(join(folder, name), { force: true });
}

export const replaceJson = (path: string, value: unknown): Promise<void> =>
  replaceFile(path, `${JSON.stringify(value, null, 1)}\n`);

/** Renames over an existing file, waiting out (about 2.5 s at most) those who hold it open on Windows. */
export async function renameWithPatience(from: string, to: string): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await rename(from, to);
      return;
    } catch (error) {
      const worthwhile = process.platform === 'win32' && BUSY.has(errorCode(error) ?? '');
      if (!worthwhile || attempt === ATTEMPTS) throw error;
      await sleep(10 * 2 ** attempt);
    }
  }
}
