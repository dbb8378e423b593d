import { open } from 'node:fs/promises';
import { parseLine, readingOf } from './metric-lines';

/** Of a file, so much is looked at to tell what it is. */
const BEGINNING = 64 * 1024;

/**
 * Whether a file begins as metrics do: with an object of a step on its first line, or with the head of a
 * `trainer_state.json`. Only regular files are looked at: what is read from a pipe is gone.
 */
export async function looksLikeMetrics(file: string): Promise<boolean> {
  const handle = await open(file, 'r');
  try {
    if (!(await handle.stat()).isFile()) return false;
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(BEGINNING), 0, BEGINNING, 0);
    const text = buffer.toString('utf8', 0, bytesRead).replace(/^\ufeff?\s*/, '');
    if (!text.startsWith('{') && !text.startsWith('[')) return false;
    return /"log_history"\s*:/.test(text) || readingOf(parseLine(text.split('\n', 1)[0] ?? '')) !== undefined;
  } finally {
    await handle.close();
  }
}
