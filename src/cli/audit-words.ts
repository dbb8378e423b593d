import { open } from 'node:fs/promises';
import { AUDIT, stageLog } from '../runs';

const LONGEST = 256 * 1024;

/** What the run's own audit has printed the last time: the summary in words, then the path of the report. */
export async function auditWords(dir: string): Promise<string> {
  const file = await open(stageLog(dir, AUDIT), 'r');
  try {
    const { size } = await file.stat();
    const from = Math.max(0, size - LONGEST);
    const { buffer, bytesRead } = await file.read(Buffer.alloc(size - from), 0, size - from, from);
    const text = buffer.subarray(0, bytesRead).toString('utf8');
    return text
      .slice(text.lastIndexOf('--- attempt '))
      .replace(/^--- attempt .*\n/, '')
      .trimEnd();
  } finally {
    await file.close();
  }
}
