import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { createAnalyzer, type ReadFile } from '../../src/language';
import { uriOf, type Snapshot } from '../../src/service';

/** A text as an open document; other files are read from the disk unless `read` gives them. */
export function snapshotOf(
  text: string,
  path = resolve('/curricula/main.curriculum.yaml'),
  read?: ReadFile,
): Snapshot {
  return {
    ...createAnalyzer().analyze(path, text, read === undefined ? {} : { read }),
    uri: uriOf(path),
    path,
    version: 1,
    onDisk: true,
  };
}

/** A file of the disk as an open document, or another text in its place. */
export const snapshotAt = (file: string, text = readFileSync(file, 'utf8')): Snapshot =>
  snapshotOf(text, resolve(file));

/** Splits a text at the one `|` that marks the cursor. */
export function atCursor(marked: string): { readonly text: string; readonly offset: number } {
  const offset = marked.indexOf('|');
  if (offset < 0 || marked.includes('|', offset + 1)) throw new Error(`Mark one cursor with |: ${marked}`);
  return { text: marked.slice(0, offset) + marked.slice(offset + 1), offset };
}
