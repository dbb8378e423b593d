import fc from 'fast-check';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { MaterialiseOrder } from '../../src/data';
import { DataError } from '../../src/data';
import { engineOn, jsonl, picture, samplesOf, sourceOf, workFolder, write } from './helpers';

const folder = workFolder();
const engine = await engineOn([folder]);
const FILE_ORDER: MaterialiseOrder = { byCapability: true, byDifficulty: 'none' };
let serial = 0;
const fresh = (name: string): string => join(folder, `${++serial}`, name);
const linesOf = (path: string): string[] => readFileSync(path, 'utf8').split('\n').slice(0, -1);

interface Made {
  readonly pass_rate: number | null;
  readonly text: string;
}
const rate = fc.oneof(
  fc.constant(null),
  fc.integer({ min: 0, max: 4 }).map((n) => n / 4),
);
const madeRows = fc.array(fc.record({ pass_rate: rate, text: fc.string({ unit: 'grapheme' }) }), {
  minLength: 1,
  maxLength: 30,
});

describe('the order', () => {
  it('is a stable permutation with the right keys, whatever the rows', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(madeRows, fc.constantFrom('one', 'other')), { minLength: 1, maxLength: 3 }),
        fc.boolean(),
        fc.constantFrom('none' as const, 'easy-to-hard' as const, 'hard-to-easy' as const),
        async (files, byCapability, byDifficulty) => {
          const all = files.map(([rows], file) =>
            rows.map((row: Made, index) => ({
              problem: `q ${row.text}`,
              answer: '1',
              pass_rate: row.pass_rate,
              file,
              index,
            })),
          );
          const dir = join(folder, `${++serial}`);
          const queries = [];
          for (const [file, rows] of all.entries()) {
            const path = write(join(dir, `${file}.jsonl`), jsonl(rows));
            // One image folder, so that the rows stay the original bytes.
            queries.push({
              source: await sourceOf(engine, path, {
                id: `d${file}`,
                images: dir,
                capability: files[file]?.[1] ?? '',
              }),
            });
          }
          const output = join(dir, 'train.jsonl');
          const { rows } = await engine.materialise(queries, { byCapability, byDifficulty }, output);
          const hardness = (value: number | null): number =>
            byDifficulty === 'none'
              ? 0
              : value === null
                ? 9
                : byDifficulty === 'easy-to-hard'
                  ? -value
                  : value;
          // Files of one capability are sorted as one.
          const rank = (file: number): number =>
            byDifficulty === 'none'
              ? file
              : byCapability
                ? files.findIndex(([, capability]) => capability === files[file]?.[1])
                : 0;
          // Array.sort is stable: rows that compare equal stay in source and file order.
          const expected = all
            .flat()
            .sort((a, b) => rank(a.file) - rank(b.file) || hardness(a.pass_rate) - hardness(b.pass_rate));
          expect(rows).toBe(expected.length);
          expect(linesOf(output)).toEqual(expected.map((row) => JSON.stringify(row)));
        },
      ),
      { numRuns: Number(process.env.STAGECRAFT_FUZZ ?? 25) },
    );
  });

  it('follows a custom order with ties in file order', async () => {
    const rows = ['bb', 'a', 'cc', 'd'].map((problem, n) => ({ problem, answer: `${n}`, pass_rate: 0.5 }));
    const source = await sourceOf(engine, write(fresh('a.jsonl'), jsonl(rows)));
    const output = fresh('train.jsonl');
    await engine.materialise(
      [{ source }],
      { ...FILE_ORDER, custom: 'len(problem) DESC -- long first' },
      output,
    );
    expect(linesOf(output).map((line) => (JSON.parse(line) as { problem: string }).problem)).toEqual([
      'bb',
      'cc',
      'a',
      'd',
    ]);
  });

  it('refuses a custom order that is more than an order', async () => {
    const source = await sourceOf(engine, write(fresh('a.jsonl'), jsonl([{ problem: 'q', answer: '1' }])));
    const output = fresh('train.jsonl');
    await expect(
      engine.materialise([{ source }], { ...FILE_ORDER, custom: 'problem LIMIT 0' }, output),
    ).rejects.toThrow(DataError);
    expect(existsSync(output)).toBe(false);
  });
});

describe('the bytes', () => {
  it('are those of the file for any JSON row, white space and line ends aside', async () => {
    const space = fc.constantFrom('', ' ', '\t', '  ');
    const row = fc.tuple(
      space,
      fc.dictionary(fc.string({ unit: 'grapheme' }), fc.jsonValue(), { maxKeys: 4 }),
      space,
      fc.constantFrom('\n', '\r\n', '\n\n'),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 12 }), async (rows) => {
        const lines = rows.map(
          ([before, object, after]) =>
            `${before}${JSON.stringify({ problem: 'q', answer: 1.5, ...object })}${after}`,
        );
        const text = rows.map(([, , , end], index) => `${lines[index] ?? ''}${end}`).join('');
        const path = write(fresh('any.jsonl'), text);
        const source = await sourceOf(engine, path, { columns: { question: 'problem', answer: 'answer' } });
        const output = fresh('train.jsonl');
        await engine.materialise([{ source }], FILE_ORDER, output);
        expect(linesOf(output)).toEqual(lines);
      }),
      { numRuns: Number(process.env.STAGECRAFT_FUZZ ?? 40) },
    );
  });

  it('survive a filter, a missing last line end and rows longer than a block', async () => {
    const long = 'é'.repeat(3_000_000);
    const rows = [
      { problem: 'a', answer: '1', pass_rate: 0.5 },
      { problem: long, answer: '2', pass_rate: 0.1 },
      { problem: 'c', answer: '3', pass_rate: 1 },
      { problem: 'd', answer: '4', pass_rate: 0.2 },
    ];
    const source = await sourceOf(engine, write(fresh('long.jsonl'), jsonl(rows).trimEnd()));
    const output = fresh('train.jsonl');
    const made = await engine.materialise(
      [{ source, where: 'pass_rate < 1' }],
      { byCapability: true, byDifficulty: 'hard-to-easy' },
      output,
    );
    expect(made.rows).toBe(3);
    expect(linesOf(output)).toEqual([rows[1], rows[3], rows[0]].map((row) => JSON.stringify(row)));
    expect((await engine.facts(made.source)).rows).toBe(3);
    expect(readdirSync(join(output, '..'))).toEqual(['train.jsonl']);
  });
});

describe('pooled and converted sources', () => {
  it('rewrites sources that disagree, and reads the result back as the same samples', async () => {
    const dir = join(folder, `${++serial}`);
    write(join(dir, 'x', 'a.png'), await picture('png'));
    write(join(dir, 'y', 'b.jpg'), await picture('jpeg'));
    const first = await sourceOf(
      engine,
      write(
        join(dir, 'x', 'a.jsonl'),
        jsonl([{ problem: '<image> one', answer: 1, images: ['a.png'], pass_rate: 0.25, caption: 'blue' }]),
      ),
      { id: 'x' },
    );
    const second = await sourceOf(
      engine,
      write(
        join(dir, 'y', 'b.csv'),
        'question,answer,image,difficulty,options\n"<image> two, ""so""\nis it",B,b.jpg,0.75,"[""p"",""q""]"\n',
      ),
      { id: 'y', capability: 'visual-reasoning' },
    );
    const output = join(dir, 'run', 'train.jsonl');
    const { source, rows } = await engine.materialise(
      [{ source: first }, { source: second }],
      { byCapability: false, byDifficulty: 'easy-to-hard' },
      output,
    );
    expect(rows).toBe(2);
    const [two, one] = await samplesOf(engine, source);
    expect(one).toMatchObject({
      dataset: 'x',
      capability: 'perception',
      question: '<image> one',
      answer: '1',
      difficulty: 0.25,
      caption: 'blue',
      images: [{ kind: 'file', path: join(dir, 'x', 'a.png') }],
    });
    expect(two).toMatchObject({
      dataset: 'y',
      capability: 'visual-reasoning',
      question: '<image> two, "so"\nis it',
      answer: 'B',
      options: ['p', 'q'],
      images: [{ kind: 'file', path: join(dir, 'y', 'b.jpg') }],
    });
    expect(linesOf(output).map((line) => JSON.parse(line) as unknown)).toMatchObject([
      { id: 'y:1', dataset: 'y', capability: 'visual-reasoning', images: ['y/b.jpg'] },
      { id: 'x:1', dataset: 'x', capability: 'perception', images: ['x/a.png'] },
    ]);
    expect(await engine.check([source])).toEqual([]);
    expect(readdirSync(join(dir, 'run'))).toEqual(['train.jsonl']);
  });

  it('tells a full disk or a folder in the way and leaves nothing behind', async () => {
    const source = await sourceOf(engine, write(fresh('a.jsonl'), jsonl([{ problem: 'q', answer: '1' }])));
    const blocked = write(fresh('file'), 'x');
    await expect(
      engine.materialise([{ source }], FILE_ORDER, join(blocked, 'train.jsonl')),
    ).rejects.toMatchObject({
      problem: { code: 'SC350' },
    });
    if (existsSync('/dev/full')) {
      // A real device that is always full stands in for the disk.
      const { bufferedSink, writeError } = await import('../../src/data/store/write');
      const { open } = await import('node:fs/promises');
      const file = await open('/dev/full', 'w');
      const sink = bufferedSink(file);
      await sink.write(Buffer.from('x'));
      const error: unknown = await sink
        .flush()
        .catch((reason: unknown) => writeError('/run/train.jsonl', reason));
      await file.close();
      expect(error).toMatchObject({
        problem: { code: 'SC350', message: expect.stringContaining('disk is full') as string },
      });
    }
  });
});
