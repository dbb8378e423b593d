import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TextEdit } from 'vscode-languageserver-types';
import {
  definition,
  documentLinks,
  highlights,
  prepareRename,
  references,
  rename,
  uriOf,
  type Snapshot,
} from '../../../src/service';
import { edited } from '../actions/support';
import { openKnown, type OpenKnown } from '../known';
import { snapshotAt, snapshotOf } from '../snapshot';

const BASE = resolve('/curricula/base.curriculum.yaml');
const MAIN = resolve('/curricula/main.curriculum.yaml');

const base = `curriculum: 1
datasets:
  shapes: { capability: perception, train: data/shapes.jsonl, val: shapes/val.jsonl }
  "sums": { capability: textual-reasoning, train: sums.jsonl }
models: { judge: { url: http://h:1/v1, model: m } }
stages:
  - id: see # shapes first
    data: [shapes, 'shapes']
    validate: shapes
  - { id: 'think', data: "sums", from: see }
`;
const main = `curriculum: 1
extends: base.curriculum.yaml
datasets: { shapes: { images: shapes } }
audit: { judge: judge }
stages: { think: { epochs: 2 } }
variants:
  reversed:
    stages: [think, { id: see, from: think, data: shapes }]
    pooled: { validate: shapes }
`;
const other = 'curriculum: 1\nextends: base.curriculum.yaml\nstages: [think, see]\n';

const read = (path: string): string | undefined => ({ [BASE]: base, [MAIN]: main })[path];
const open = (text: string, path = MAIN): Snapshot => snapshotOf(text, path, read);
const at = (text: string, piece: string, more = 0): number => {
  const offset = text.indexOf(piece);
  if (offset < 0) throw new Error(piece);
  return offset + more;
};

/** The texts of all files after a rename. */
function renamed(snapshot: Snapshot, offset: number, name: string, others: readonly Snapshot[] = []) {
  const result = rename(snapshot, offset, name, others);
  if (result.kind === 'refused') return result.reason;
  const all = [snapshot, ...others, open(base, BASE)];
  return Object.fromEntries(
    Object.entries(result.edit.changes ?? {}).map(([uri, edits]: [string, TextEdit[]]) => {
      const file = all.find((one) => one.uri === uri);
      if (file === undefined) throw new Error(uri);
      return [uri, edited(file, edits)];
    }),
  );
}

describe('names over a chain of files', () => {
  const snapshot = open(main);

  it('finds the declaration of a dataset, a stage and an endpoint in the base', async () => {
    for (const [offset, line] of [
      [at(main, 'validate: shapes', 11), 2],
      [at(main, 'think: {'), 9],
      [at(main, 'judge: judge', 8), 4],
    ] as const) {
      const [found] = await definition(snapshot, offset);
      expect(found?.uri).toBe(uriOf(BASE));
      expect(found?.range.start.line).toBe(line);
    }
  });

  it('finds every place of a name, and only the name', () => {
    const offset = at(main, 'data: shapes', 6);
    expect(references(snapshot, offset, true)).toHaveLength(3 + 4);
    expect(references(snapshot, offset, false)).toHaveLength(2 + 3);
    expect(highlights(snapshot, offset)).toHaveLength(3);
    // A folder and a file that are called the same are something else.
    expect(references(snapshot, at(main, 'images: shapes', 9), true)).toEqual([]);
  });

  it('renames in all files, keeping quotes, comments and layout', () => {
    const other_ = snapshotOf(other, resolve('/curricula/other.curriculum.yaml'), read);
    expect(renamed(snapshot, at(main, 'data: shapes', 6), 'forms', [other_])).toEqual({
      [uriOf(MAIN)]: main
        .replace('{ shapes: {', '{ forms: {')
        .replace('data: shapes', 'data: forms')
        .replace('validate: shapes', 'validate: forms'),
      [uriOf(BASE)]: base
        .replace('  shapes: {', '  forms: {')
        .replace("[shapes, 'shapes']", "[forms, 'forms']")
        .replace('validate: shapes', 'validate: forms'),
    });
    expect(renamed(snapshot, at(main, '[think', 1), 'reason', [other_])).toEqual({
      [uriOf(MAIN)]: main.replaceAll('think', 'reason'),
      [uriOf(BASE)]: base.replaceAll('think', 'reason'),
      [other_.uri]: other.replaceAll('think', 'reason'),
    });
  });

  it('says why a name cannot be had', () => {
    const offset = at(main, '[think', 1);
    expect(renamed(snapshot, offset, 'See')).toBe(
      '`See` differs from `see` only in case: a stage of the file has this name.',
    );
    expect(renamed(snapshot, offset, 'base')).toContain('`base` means the untrained model');
    expect(renamed(snapshot, offset, 'a b')).toContain('it has a space');
    expect(renamed(snapshot, offset, 'null')).toContain('YAML reads it as nothing');
    expect(renamed(snapshot, at(main, 'epochs'), 'x')).toContain('no name here');
    expect(prepareRename(snapshot, at(main, 'epochs'))).toBeUndefined();
    expect(prepareRename(snapshot, offset)?.placeholder).toBe('think');
  });

  it('keeps anchors to their file and to the alias that means them', () => {
    const text = 'a: &x { b: 1 }\nc: *x\nd: &x 2\ne: *x\n';
    const one = open(text);
    expect(references(one, text.indexOf('*x') + 1, true)).toHaveLength(2);
    expect(renamed(one, text.lastIndexOf('x'), 'y')).toEqual({
      [one.uri]: text.replace('&x 2', '&y 2').replace('e: *x', 'e: *y'),
    });
  });
});

describe('links and definitions of paths', () => {
  let folder = '';
  let known: OpenKnown;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'stagecraft-names-'));
    mkdirSync(join(folder, 'data'));
    writeFileSync(join(folder, 'data/a.jsonl'), '{"problem":"1","answer":"1"}\n');
    writeFileSync(
      join(folder, 'math.py'),
      'import re\n\nclass A:\n    def score(self):\n        pass\n\ndef score(x):\n    return 1\n',
    );
    known = await openKnown(folder);
  });
  afterAll(async () => {
    await known.close();
    rmSync(folder, { recursive: true });
  });

  const text = `model: qwen3-vl-8b
reward: math.py:score
prompt: gone.jinja
models: { m: { url: http://h:1/v1, model: x } }
datasets: { a: { train: 'data/a.jsonl', val: owner/name@test, images: ~/pictures } }
`;

  it('links files, Hub pages and servers, and nothing that is not one', () => {
    const snapshot = snapshotAt(join(folder, 'm.curriculum.yaml'), text);
    expect(documentLinks(snapshot).map(({ target, tooltip }) => [target, tooltip])).toEqual([
      ['https://huggingface.co/Qwen/Qwen3-VL-8B-Instruct', 'Open the model on the Hugging Face Hub'],
      [uriOf(join(folder, 'math.py')), 'Open the reward function'],
      [uriOf(join(folder, 'gone.jinja')), 'Open the file'],
      ['http://h:1/v1', 'Open the address of the server'],
      [uriOf(join(folder, 'data/a.jsonl')), 'Open the rows'],
      ['https://huggingface.co/datasets/owner/name', 'Open the dataset on the Hugging Face Hub'],
    ]);
  });

  it('links beside a document that lies on no disk', () => {
    const snapshot = {
      ...snapshotAt(join(folder, 'm.curriculum.yaml'), text),
      onDisk: false,
      uri: 'vscode-vfs://github/o/r/m.curriculum.yaml',
    };
    expect(documentLinks(snapshot).map(({ target }) => target)).toContain(
      'vscode-vfs://github/o/r/data/a.jsonl',
    );
  });

  it('goes to the function of a reward and to files that are there', async () => {
    const snapshot = snapshotAt(join(folder, 'm.curriculum.yaml'), text);
    expect(await definition(snapshot, at(text, 'math.py'), known)).toEqual([
      {
        uri: uriOf(join(folder, 'math.py')),
        range: { start: { line: 6, character: 4 }, end: { line: 6, character: 9 } },
      },
    ]);
    expect(await definition(snapshot, at(text, 'data/a'), known)).toHaveLength(1);
    expect(await definition(snapshot, at(text, 'gone'), known)).toEqual([]);
  });
});
