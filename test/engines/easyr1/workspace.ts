import { mkdirSync, mkdtempSync, realpathSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { discard } from '../../fixtures/discard';

/** A one-pixel PNG. */
export const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

/** A folder with real files. */
export interface Folder {
  readonly root: string;
  write(name: string, content: string | Buffer): string;
  rows(name: string, rows: readonly object[]): string;
  /** Writes a curriculum for EasyR1 over `rows.jsonl`; `more` are further top-level lines. */
  curriculum(parts?: {
    readonly model?: string;
    readonly engine?: string;
    readonly datasets?: string;
    readonly defaults?: string;
    readonly stages?: string;
    readonly more?: string;
  }): string;
  remove(): void;
}

export function makeFolder(): Folder {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'stagecraft-easyr1-')));
  const write: Folder['write'] = (name, content) => {
    const path = join(root, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
    return path;
  };
  return {
    root,
    write,
    rows: (name, rows) => write(name, rows.map((row) => `${JSON.stringify(row)}\n`).join('')),
    curriculum: ({
      model = 'qwen3-vl-8b',
      engine = 'easyr1',
      datasets = '  rows: { capability: textual-reasoning, train: rows.jsonl }\n',
      defaults = '',
      stages = '  - { id: think, data: rows }\n',
      more = '',
    } = {}) =>
      write(
        'test.curriculum.yaml',
        `curriculum: 1\nname: test\nmodel: ${model}\nengine: ${engine}\n${more}datasets:\n${datasets}${defaults === '' ? '' : `defaults:\n${defaults}`}stages:\n${stages}`,
      ),
    remove: () => discard(root),
  };
}

/** Rows of arithmetic, distinct. */
export const sums = (count: number): readonly object[] =>
  Array.from({ length: count }, (_, n) => ({ problem: `${n} + 1 = ?`, answer: String(n + 1) }));

/** The same with an image each. */
export const pictures = (count: number, image: (n: number) => string = () => 'a.png'): readonly object[] =>
  Array.from({ length: count }, (_, n) => ({
    problem: `<image> How many, and ${n}?`,
    answer: String(n + 1),
    images: [image(n)],
  }));
