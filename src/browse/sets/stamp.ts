import { stat } from 'node:fs/promises';

/** What changes whenever a file is written or replaced; empty when it is not there. */
export async function fileStamp(path: string): Promise<string> {
  try {
    const { mtimeMs, size, ino } = await stat(path);
    return `${mtimeMs} ${size} ${ino}`;
  } catch {
    return '';
  }
}
