import { constants } from 'node:fs';
import { lstat, mkdir, open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { AuditError } from '../error';

// Windows has no such flag; there the look before must do.
const { O_RDWR, O_CREAT, O_APPEND } = constants;
const NO_LINK = (constants as Readonly<Partial<Record<string, number>>>).O_NOFOLLOW ?? 0;

/**
 * Appends lines to a JSONL file in one write. Behind a torn last line (a writer was killed) it begins a new one, so
 * that the torn piece spoils nothing that follows. Rejects with an `AuditError` where something else than a file of
 * the set's own stands there: a set may come from anywhere, and a link in it would lead what is written to any file.
 */
export async function appendLines(file: string, lines: readonly object[]): Promise<void> {
  if (lines.length === 0) return;
  await mkdir(dirname(file), { recursive: true });
  const there = await lstat(file).catch(() => undefined);
  if (there?.isFile() === false)
    throw new AuditError(
      `${file} is a link or no file: nothing is written to it.`,
      'Remove it, and try again.',
    );
  const handle = await open(file, O_RDWR | O_CREAT | O_APPEND | NO_LINK, 0o666);
  try {
    const { size } = await handle.stat();
    const last = size === 0 ? undefined : await handle.read(Buffer.alloc(1), 0, 1, size - 1);
    const torn = last !== undefined && last.buffer.toString('latin1') !== '\n';
    await handle.write(`${torn ? '\n' : ''}${lines.map((line) => `${JSON.stringify(line)}\n`).join('')}`);
  } finally {
    await handle.close();
  }
}
