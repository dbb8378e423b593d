import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  auditsFolder,
  ensureRunSet,
  importResults,
  listSets,
  lookAtResults,
  pictureOf,
  readItems,
  readSet,
  type IndexedItem,
} from '../../src/results';
import { lazyDatabase, pathLiteral } from '../../src/data';
import { FIXTURES, inFolder } from './fixtures';

const all = async (dir: string, options = {}): Promise<readonly IndexedItem[]> => {
  const items: IndexedItem[] = [];
  for await (const item of readItems(dir, options)) items.push(item);
  return items;
};

describe('an import', () => {
  it('writes a set with all its benchmarks, in order, and what the program says', () =>
    inFolder(async (root) => {
      const { dirs } = await importResults({ root, path: join(FIXTURES, 'vlmevalkit'), name: 'mine' });
      expect(dirs).toHaveLength(1);
      const set = await readSet(dirs[0]!);
      expect(set).toMatchObject({ title: 'mine', kind: 'import', model: 'Qwen2.5_VL-7B', unjudged: 5 });
      expect(set.benchmarks).toHaveLength(12);
      expect(set.benchmarks.find(({ name }) => name === 'A-OKVQA')?.differs).toContain(
        '66.7 % (4 of 6; Wilson 95 %: 30.0–90.3 %)',
      );
      const items = await all(dirs[0]!);
      expect(items.map(({ index }) => index)).toEqual(items.map((_, i) => i));
      expect(items).toHaveLength(set.rows);
      expect(items.filter(({ correct }) => correct === false)).toHaveLength(set.failures);
      expect(items.find(({ dataset }) => dataset === 'MMStar')?.options).toHaveLength(4);
      const few = await all(dirs[0]!, { indices: [3, 1], where: 'correct IS NOT NULL' });
      expect(few.map(({ index }) => index)).toEqual([1, 3].filter((i) => items[i]?.correct !== null));
      expect((await listSets(root)).map(({ dir }) => dir)).toEqual(dirs);
    }));

  it('that is ended leaves nothing', () =>
    inFolder(async (root) => {
      const path = join(root, 'rows.jsonl');
      const row = (i: number): string =>
        JSON.stringify({ id: i, answer: '1', response: `${'x'.repeat(2000)} \\boxed{1}` });
      writeFileSync(path, Array.from({ length: 4000 }, (_, i) => row(i)).join('\n'));
      const ended = new AbortController();
      const work = importResults(
        { root, path },
        { signal: ended.signal, onProgress: () => ended.abort(new Error('enough')) },
      );
      await expect(work).rejects.toThrow('enough');
      expect(readdirSync(auditsFolder(root))).toEqual([]);
    }));

  it('keeps order and content over many chunks', () =>
    inFolder(async (root) => {
      const path = join(root, 'rows.jsonl');
      const row = (i: number): string =>
        JSON.stringify({
          id: `r${i}`,
          answer: String(i),
          response: `\\boxed{${i % 7 === 0 ? -1 : i}}`,
          options: null,
        });
      writeFileSync(path, Array.from({ length: 10_000 }, (_, i) => row(i)).join('\n'));
      const { dirs } = await importResults({ root, path });
      const items = await all(dirs[0]!);
      expect(
        items.every(
          ({ row: id, gold, line, correct }, i) =>
            id === `r${i}` && gold === String(i) && line === i + 1 && correct === (i % 7 !== 0),
        ),
      ).toBe(true);
      expect(items).toHaveLength(10_000);
    }));
});

describe('pictures', () => {
  it('come from the TSV that was named, by index, by reference and by part; rubbish and strangers are refused', () =>
    inFolder(async (root) => {
      const tsv = join(FIXTURES, 'LMUData', 'POPE.tsv');
      const { dirs } = await importResults({
        root,
        path: join(FIXTURES, 'vlmevalkit'),
        images: { tsv: [tsv] },
      });
      const dir = dirs[0]!;
      const pope = (await all(dir, { where: "dataset = 'POPE'" })).map(({ images }) => images[0]!);
      expect(pope[0]).toEqual({ tsv, index: '0' });
      const first = await pictureOf(dir, pope[0]!);
      expect(first).toMatchObject({ width: 2, height: 2 });
      expect('file' in first && existsSync(first.file) && first.file.startsWith(dir)).toBe(true);
      expect(await pictureOf(dir, pope[1]!)).toEqual(first);
      expect(await pictureOf(dir, { tsv, index: '2', part: 1 })).toEqual(first);
      expect(await pictureOf(dir, pope[3]!)).toHaveProperty('missing');
      expect(await pictureOf(dir, { tsv, index: '77' })).toHaveProperty('missing');
      for (const file of ['/etc/passwd', '../../../../etc/passwd', 'https://example.org/a.png']) {
        expect(await pictureOf(dir, { file })).toHaveProperty('missing');
      }
      expect(await pictureOf(dir, { tsv: '/etc/passwd', index: '0' })).toHaveProperty('missing');
    }));
});

describe('images of a table', () => {
  it('that lie in a Parquet file as bytes are found again by row, and only there', () =>
    inFolder(async (root) => {
      const png = /iVBOR[\w+/=]+/.exec(readFileSync(join(FIXTURES, 'LMUData', 'POPE.tsv'), 'utf8'))![0];
      const path = join(root, 'rows.parquet');
      const database = lazyDatabase([root]);
      await database.all(
        `COPY (SELECT i AS id, '1' AS answer, 'no' AS response, CASE WHEN i = 1 THEN [{bytes: from_base64('${png}'), path: 'x.png'}] END AS images FROM range(3) t(i)) TO ${pathLiteral(path)} (FORMAT parquet)`,
      );
      await database.close();
      const [found] = await lookAtResults(path);
      expect(found?.images).toBe('here');
      const { dirs } = await importResults({ root, path });
      const images = (await all(dirs[0]!)).map((item) => item.images);
      expect(images).toEqual([[], [{ tsv: path, index: '1', column: 'images' }], []]);
      const shown = await pictureOf(dirs[0]!, images[1]![0]!);
      expect(shown).toMatchObject({ width: 2, height: 2 });
      for (const other of [{ index: '0' }, { index: '1; DROP' }, { part: 1 }, { tsv: '/etc/x.parquet' }]) {
        expect(
          await pictureOf(dirs[0]!, { tsv: path, index: '1', column: 'images', ...other }),
        ).toHaveProperty('missing');
      }
    }));

  it('are here, missing or none by the first rows', () =>
    inFolder(async (root) => {
      const look = async (image: string | undefined) => {
        const path = join(root, 'x.jsonl');
        writeFileSync(path, JSON.stringify({ id: 1, answer: '1', response: '1', image }));
        return (await lookAtResults(path))[0]?.images;
      };
      writeFileSync(join(root, 'a.png'), 'x');
      expect([await look('a.png'), await look('b.png'), await look(undefined)]).toEqual([
        'here',
        'missing',
        'none',
      ]);
      expect((await lookAtResults(join(FIXTURES, 'easyr1')))[0]?.images).toBe('missing');
    }));
});

describe('the set of a run', () => {
  const say = (text: string) => ({ text, tokens: 5, truncated: false });
  const base = {
    dataset: 'd',
    capability: 'perception',
    question: 'q?',
    answer: 'B',
    options: ['a', 'b'],
    images: [],
  };
  it('is made from its newest predictions, once, and again when they change', () =>
    inFolder(async (run) => {
      const stage = join(run, 'stages', 'see');
      mkdirSync(stage, { recursive: true });
      const write = (rows: readonly object[]): void =>
        writeFileSync(
          join(stage, 'predictions.jsonl'),
          rows.map((row) => `${JSON.stringify(row)}\n`).join(''),
        );
      const wrong = {
        ...base,
        row: '1',
        arm: 'image',
        greedy: say('\\boxed{B}'),
        samples: ['A', 'A', 'B'].map((c) => say(`\\boxed{${c}}`)),
      };
      const described = {
        ...base,
        row: '1',
        arm: 'description',
        description: 'x',
        samples: [say('\\boxed{B}')],
      };
      write([wrong, described]);
      const dir = await ensureRunSet(run);
      const [item] = await all(dir);
      expect(item).toMatchObject({ row: '1', correct: false, k: 3, right: 1, response: '\\boxed{A}' });
      const made = (await readSet(dir)).created;
      await ensureRunSet(run);
      expect((await readSet(dir)).created).toBe(made);
      write([wrong, described, { ...base, row: '2', arm: 'image', samples: [say('\\boxed{B}')] }]);
      await ensureRunSet(run);
      expect(await readSet(dir)).toMatchObject({ rows: 2, failures: 1 });
      expect(readdirSync(dir).sort()).toEqual(['answers.parquet', 'audit.json', 'items.parquet']);
    }));
});
