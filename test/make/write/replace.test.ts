import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import type * as Files from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Dataset } from '../../../src/language';
import { MADE_FILES, readMadeManifest } from '../../../src/make';
import { makeDataset } from '../../../src/make/make';
import { replaceFiles } from '../../../src/make/write/replace';
import type { MadeManifest } from '../../../src/protocol';
import { jsonl, makeContext, workspace, write, type TestContext } from '../support/context';

/** Changes of names that are let through before one fails, as if the process had been killed there; -1: all. */
const steps = vi.hoisted(() => ({ left: -1 }));

vi.mock('node:fs/promises', async (original) => {
  const real = await original<typeof Files>();
  const step = (path: string): void => {
    if (path.includes('.make')) return;
    if (steps.left === 0) throw new Error('killed here');
    steps.left -= 1;
  };
  return {
    ...real,
    rename: async (from: string, to: string): Promise<void> => {
      step(to);
      await real.rename(from, to);
    },
    rm: async (path: string, options: object): Promise<void> => {
      step(path);
      await real.rm(path, options);
    },
  };
});
afterEach(() => {
  steps.left = -1;
});

const SPLITS = ['train', 'val', 'test'] as const;
const NAMES = [...SPLITS.map((split) => MADE_FILES[split]), MADE_FILES.rows];

/** What a make of this version puts into every file. */
async function put(to: string, version: string, splits: readonly (typeof SPLITS)[number][]): Promise<void> {
  const draft = (name: string): string => write(join(to, MADE_FILES.work, 'work-x', name), `${version}\n`);
  const drafts = splits.map((split) => [split, { path: draft(MADE_FILES[split]), rows: 1 }]);
  const files = { splits: Object.fromEntries(drafts) as object, rows: draft(MADE_FILES.rows) };
  await replaceFiles(to, files, manifestOf(version, splits));
}

const manifestOf = (version: string, splits: readonly string[]): MadeManifest => ({
  format: 1,
  dataset: version,
  capability: 'perception',
  file: '/x.curriculum.yaml',
  created: '2026-01-01T00:00:00.000Z',
  recipe: 'r',
  funnel: [],
  figures: { positions: {}, duplicates: share, kinds: {}, splits: {}, outcomes: [], agreement: [] },
  spending: [],
  models: [],
  rows: Object.fromEntries(splits.map((split) => [split, 1])),
  warnings: [],
});
const share = { count: 0, of: 1, low: 0, high: 1 };

/** What stands in the files, by their names. */
const contents = (to: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    NAMES.filter((name) => existsSync(join(to, name))).map((name) => [
      name,
      readFileSync(join(to, name), 'utf8').trim(),
    ]),
  );

const whole = (version: string, splits: readonly string[]): object =>
  Object.fromEntries([...splits.map((split) => `${split}.jsonl`), MADE_FILES.rows].map((n) => [n, version]));

describe('the files of a make that is killed while it replaces those of the one before', () => {
  it('are old or new and never both, and the manifest speaks only of what is there', async () => {
    const to = join(workspace(), 'made');
    mkdirSync(to);
    const states = new Set<string>();
    for (let at = 0; ; at += 1) {
      steps.left = -1;
      await put(to, 'old', ['train', 'val']);
      expect(contents(to)).toEqual(whole('old', ['train', 'val']));
      steps.left = at;
      const ended = await put(to, 'new', ['train', 'test']).then(
        () => true,
        (error: unknown) => {
          expect(String(error)).toContain('killed here');
          return false;
        },
      );
      const found = contents(to);
      expect(new Set(Object.values(found)).size).toBeLessThan(2);
      const read = await readMadeManifest(to);
      if (read.kind === 'made')
        expect([read.manifest.dataset, found]).toEqual(
          ended
            ? ['new', whole('new', ['train', 'test'])]
            : // Nothing has been touched yet.
              ['old', whole('old', ['train', 'val'])],
        );
      else expect(read.kind).toBe('missing');
      states.add(`${read.kind} ${JSON.stringify(found)}`);
      if (ended) break;
    }
    // Old, then each file less, then each file more, then new.
    expect(states.size).toBeGreaterThan(6);
  });

  it('are whole after the next make', async () => {
    const context = await world();
    await makeDataset(context);
    const rowsOf = (split: string): readonly string[] => {
      const file = join(context.made.to, `${split}.jsonl`);
      return existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n') : [];
    };
    const all = (): readonly string[] => SPLITS.flatMap(rowsOf);
    expect(all()).toHaveLength(40);
    writeRows(context.root, 'new');
    // In the middle: the old are gone, and the first of the new is there.
    steps.left = NAMES.length + 2;
    await expect(makeDataset(await context.again())).rejects.toThrow('killed here');
    expect(await readMadeManifest(context.made.to)).toEqual({ kind: 'missing' });
    expect(all().length).toBeLessThan(40);
    steps.left = -1;
    const manifest = await makeDataset(await context.again());
    expect(all()).toHaveLength(40);
    expect(all().every((row) => row.includes('Is this new'))).toBe(true);
    expect(SPLITS.map((split) => [split, manifest.rows[split] ?? 0])).toEqual(
      SPLITS.map((split) => [split, rowsOf(split).length]),
    );
    expect(await readMadeManifest(context.made.to)).toEqual({ kind: 'made', manifest });
  });
});

function writeRows(root: string, version: string): string {
  const rows = Array.from({ length: 40 }, (_, i) => ({
    id: `r${i}`,
    problem: `Is this ${version} at ${i}?`,
    answer: '7',
  }));
  return write(join(root, 'data', 'rows.jsonl'), jsonl(rows));
}

function world(): Promise<TestContext> {
  const root = workspace();
  const path = writeRows(root, 'old');
  const first: Dataset = {
    id: 'first',
    capability: 'reasoning',
    train: { kind: 'file', text: path, path },
    columns: {},
  };
  return makeContext({
    root,
    dataset: 'new',
    models: { writer: 'http://127.0.0.1:9/v1' },
    make: {
      source: { kind: 'datasets', ids: ['first'] },
      answer_with: [],
      keep: "question <> ''",
      duplicates: 1,
      split: { val: 0.2, test: 0.2 },
    },
    curriculum: { datasets: [first] },
  });
}
