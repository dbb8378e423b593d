import { lstat } from 'node:fs/promises';
import { join } from 'node:path';

import { openToRead } from '../../runs';

/**
 * The last bytes of a run's file (`name` with `/`) from the begin of a line on; nothing when it is not there, is no
 * file, or is reached by a link: that may lead to anything of this user's.
 */
export async function readEnd(
  run: string,
  name: string,
  most: number,
): Promise<{ text: string; cut: number } | undefined> {
  if (await isLinked(run, name)) return undefined;
  const file = await openToRead(join(run, name)).catch(() => undefined);
  if (file === undefined) return undefined;
  try {
    const stat = await file.stat();
    if (!stat.isFile()) return undefined;
    const from = Math.max(0, stat.size - most);
    const buffer = Buffer.allocUnsafe(stat.size - from);
    const { bytesRead } = await file.read(buffer, 0, buffer.length, from);
    const text = buffer.toString('utf8', 0, bytesRead);
    return { text: from === 0 ? text : text.slice(text.indexOf('\n') + 1), cut: from };
  } catch {
    return undefined;
  } finally {
    await file.close();
  }
}

async function isLinked(run: string, name: string): Promise<boolean> {
  const parts = name.split('/');
  for (let count = 1; count <= parts.length; count += 1) {
    const stat = await lstat(join(run, ...parts.slice(0, count))).catch(() => undefined);
    if (stat?.isSymbolicLink() === true) return true;
  }
  return false;
}
