import type { Stats } from 'node:fs';

/** What stands at a path that is neither a regular file nor a folder: opening it may wait for ever. */
export function specialWords(stats: Stats): string | undefined {
  if (stats.isFile() || stats.isDirectory()) return undefined;
  if (stats.isFIFO()) return 'a named pipe';
  if (stats.isSocket()) return 'a socket';
  return stats.isCharacterDevice() || stats.isBlockDevice() ? 'a device' : 'no regular file';
}
