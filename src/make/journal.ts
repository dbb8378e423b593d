import { existsSync, lstatSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { lineBatches } from '../results';
import { LineFile } from '../runs';
import { MakeError } from './error';

/**
 * An append-only file of JSON lines with one writer: what is appended is the system's when `append` returns, so that a
 * killed process loses nothing. A torn last line of an earlier writer is closed and skipped by readers.
 */
export class Journal<T> {
  private readonly file: LineFile;

  /** Throws a `MakeError` where a link stands: what a folder from elsewhere points at is not ours to write. */
  constructor(readonly path: string) {
    mkdirSync(dirname(path), { recursive: true });
    if (lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() === true)
      throw new MakeError(`${path} is a symbolic link, and is not written through.`, 'Remove it.');
    this.file = new LineFile(path);
  }

  /**
   * Lone halves of characters become U+FFFD. Throws what the system says (a full disk), with the file as it was
   * before.
   */
  append(line: T): void {
    this.file.append(`${wellFormed(JSON.stringify(line))}\n`);
  }

  close(): void {
    this.file.close();
  }
}

/**
 * The lines of a journal, a chunk of the file at a time; none when there is no file. Lines that are no JSON, or that
 * `check` makes nothing of, are skipped: they were torn.
 */
export async function* readJournal<T>(
  path: string,
  check: (value: unknown) => T | undefined,
  signal?: AbortSignal,
): AsyncGenerator<readonly T[], void, undefined> {
  if (!existsSync(path)) return;
  for await (const batch of lineBatches(path, { signal })) {
    const lines: T[] = [];
    for (const { text } of batch) {
      const line = text === undefined ? undefined : check(parsed(text));
      if (line !== undefined) lines.push(line);
    }
    if (lines.length > 0) yield lines;
  }
}

const LONE = /\\ud[89a-f]/;

/** Halves of a character, which a text that was cut has, are escaped by JSON and refused by strict readers. */
export const wellFormed = (json: string): string =>
  LONE.test(json)
    ? json.replace(/\\(\\|ud[89a-f][0-9a-f]{2})/g, (all, what: string) => (what === '\\' ? all : '\\ufffd'))
    : json;

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
