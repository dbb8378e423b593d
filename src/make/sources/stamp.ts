import { stat } from 'node:fs/promises';

/** What tells whether a file has changed since: size and time of its last change; null when it is not there. */
export async function stampOf(path: string): Promise<readonly [size: number, modified: number] | null> {
  const found = await stat(path).catch(() => undefined);
  return found === undefined ? null : [found.size, found.mtimeMs];
}
