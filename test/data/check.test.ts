import { mkdirSync, readdirSync, rmSync, statSync, symlinkSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { DataSource } from '../../src/data';
import { openDataEngine } from '../../src/data';
import { dataset, engineOn, jsonl, picture, placed, sourceOf, workFolder, write } from './helpers';

const folder = workFolder();
const engine = await engineOn([folder]);
let serial = 0;
const good = { problem: '<image> q', answer: '1', images: ['a.png'], pass_rate: 0.5 };
const unique = (row: object): object => ({ ...good, problem: `<image> q${++serial}`, ...row });

async function make(name: string, content: string): Promise<DataSource> {
  const dir = join(folder, `${++serial}`);
  write(join(dir, 'a.png'), await picture('png'));
  return sourceOf(engine, write(join(dir, name), content));
}
const check = async (name: string, content: string) => engine.check([await make(name, content)]);

describe('rows', () => {
  it('finds nothing in good rows', async () => {
    expect(
      await check(
        'a.jsonl',
        jsonl([unique({}), unique({ answer: 3 }), unique({ answer: 'B', options: ['x', 'y'] })]),
      ),
    ).toEqual([]);
  });

  it.each([
    [{ problem: null }, 'SC320:2'],
    [{ problem: ['x'] }, 'SC321:2'],
    [{ answer: null }, 'SC320:2'],
    [{ answer: ' ' }, 'SC322:2'],
    [{ answer: { value: 1 } }, 'SC322:2'],
    [{ answer: 'D', options: ['1', '2', '3'] }, 'SC322:2'],
    [{ answer: '(C)', options: { A: 'x', B: 'y' } }, 'SC322:2'],
    [{ pass_rate: 1.01 }, 'SC323:2'],
    [{ pass_rate: 'hard' }, 'SC321:2'],
    [{ pass_rate: null }, 'SC320:2'],
    [{ images: [3] }, 'SC321:2'],
    [{ problem: '<image> <image> two' }, 'SC330:2'],
    [{ problem: 'none' }, 'SC331:2'],
    [{ images: [] }, 'SC330:2'],
    [{ images: ['b.png'] }, 'SC340:2'],
    [{ images: ['../../../../etc/hostname'] }, 'SC301:2'],
    [{ images: ['https://example.org/a.png'] }, 'SC341:2'],
    [{ images: ['.\\a.png'] }, 'SC342:2'],
  ])('%j is told at its line', async (row, expected) => {
    expect(placed(await check('a.jsonl', jsonl([unique({}), unique(row), unique({})])))).toContain(expected);
  });

  it('sums up many equal problems', async () => {
    const rows = Array.from({ length: 5000 }, () => unique({ pass_rate: 50 }));
    const problems = await check('many.jsonl', jsonl(rows));
    expect(problems).toHaveLength(1);
    expect(problems[0]?.message).toContain('4999 more');
    expect(problems[0]?.related?.map(({ place }) => place.range?.start.line)).toEqual([1, 2, 3]);
  });

  it('finds duplicate rows and ids', async () => {
    const rows = [unique({ id: 'x' }), unique({ id: 'y' }), unique({ id: 'x' })];
    expect(placed(await check('dup.jsonl', jsonl([...rows, rows[1]])))).toEqual(['SC326:3', 'SC324:4']);
  });

  it('places rows of CSV and JSON that span lines', async () => {
    const csv = 'problem,answer,pass_rate\n"a\nb",1,0.5\n\nq2,2,7\n';
    expect(placed(await check('a.csv', csv))).toEqual(['SC323:5']);
    const json = JSON.stringify(
      [
        { problem: 'a [{', answer: '1', pass_rate: 1 },
        { problem: 'b', answer: '2', pass_rate: 7 },
      ],
      null,
      1,
    );
    expect(placed(await check('a.json', json))).toEqual(['SC323:7']);
  });
});

describe('lines', () => {
  it('names invalid lines and still checks the others', async () => {
    const text = [
      JSON.stringify(unique({})),
      '{"problem": oops}',
      '[1]',
      '',
      JSON.stringify(unique({ pass_rate: 2 })),
      '{"problem":"a","problem":"b"}',
      '{"problem": "torn',
    ].join('\n');
    const problems = await check('bad.jsonl', text);
    expect(placed(problems).toSorted()).toEqual([
      'SC310:2',
      'SC310:3',
      'SC310:6',
      'SC310:7',
      'SC312:4',
      'SC323:5',
    ]);
    expect(problems.find((problem) => problem.place.range?.start.line === 6)?.message).toContain('torn');
  });

  it('names bytes that are not UTF-8', async () => {
    const dir = join(folder, `${++serial}`);
    write(join(dir, 'a.png'), await picture('png'));
    const bytes = Buffer.concat([
      Buffer.from(jsonl([unique({})])),
      Buffer.from('{"problem":"<image> \xff","answer":"1","images":["a.png"],"pass_rate":1}\n', 'latin1'),
    ]);
    const problems = await engine.check([await sourceOf(engine, write(join(dir, 'utf8.jsonl'), bytes))]);
    expect(placed(problems)).toEqual(['SC311:2']);
  });

  it('tells Windows line ends once, as information', async () => {
    const problems = await check('crlf.jsonl', jsonl([unique({}), unique({})]).replaceAll('\n', '\r\n'));
    expect(problems).toMatchObject([{ code: 'SC313', severity: 'info' }]);
  });

  it('tells a CSV record of the wrong width', async () => {
    const problems = await check('ragged.csv', `problem,answer\n${'q,1\n'.repeat(3)}q,1,2\n`);
    expect(problems[0]).toMatchObject({ severity: 'error' });
    expect(placed(problems)[0]).toBe('SC310:5');
  });
});

describe('images', () => {
  it('refuses empty, truncated, foreign and linked files and folders, each with the reason', async () => {
    const dir = join(folder, `${++serial}`);
    const png = await picture('png');
    write(join(dir, 'empty.png'), '');
    write(join(dir, 'cut.png'), png.subarray(0, png.length - 20));
    write(join(dir, 'page.png'), '<!DOCTYPE html><html>');
    mkdirSync(join(dir, 'dir.png'));
    symlinkSync('/etc/hostname', join(dir, 'link.png'));
    symlinkSync('loop.png', join(dir, 'loop.png'));
    for (const [name, reason, code] of [
      ['empty.png', 'empty', 'SC341'],
      ['cut.png', 'truncated', 'SC341'],
      ['page.png', 'web page', 'SC341'],
      ['dir.png', 'folder', 'SC341'],
      ['link.png', 'symbolic link', 'SC301'],
      ['loop.png', 'circle', 'SC341'],
    ]) {
      const path = write(join(dir, `${name ?? ''}.jsonl`), jsonl([unique({ images: [name] })]));
      const problems = await engine.check([await sourceOf(engine, path)]);
      expect(problems, name).toMatchObject([
        { code, message: expect.stringContaining(reason ?? '') as string },
      ]);
    }
  });

  it('opens a sound image again only when its size or time changes, also in another process', async () => {
    const dir = join(folder, `${++serial}`);
    const image = write(join(dir, 'a.png'), await picture('png'));
    const broken = write(join(dir, 'b.png'), 'no picture');
    const path = write(join(dir, 'a.jsonl'), jsonl([unique({}), unique({ images: ['b.png'] })]));
    const check = async (): Promise<readonly string[]> => {
      const fresh = await openDataEngine({ folders: [dir], cache: join(dir, 'cache') });
      const problems = await fresh.check([await sourceOf(fresh, path)]);
      await fresh.close();
      return placed(problems);
    };
    utimesSync(image, 1000, 1000);
    utimesSync(broken, 1000, 1000);
    expect(await check()).toEqual(['SC341:2']);
    const { size } = statSync(image);
    write(image, Buffer.alloc(size));
    utimesSync(image, 1000, 1000);
    write(broken, await picture('png'));
    expect(await check()).toEqual([]);
    utimesSync(image, 2000, 2000);
    expect(await check()).toEqual(['SC341:1']);
    rmSync(image);
    symlinkSync('/etc/hostname', image);
    expect(await check()).toEqual(['SC301:1']);
    for (const file of readdirSync(join(dir, 'cache'))) write(join(dir, 'cache', file), 'null');
    expect(await check()).toEqual(['SC301:1']);
  });

  it('reports progress and stops when asked', async () => {
    const dir = join(folder, `${++serial}`);
    for (let n = 0; n < 300; n++) write(join(dir, `${n}.png`), await picture('png', 4, 4));
    const rows = Array.from({ length: 300 }, (_, n) => unique({ images: [`${n}.png`] }));
    const source = await sourceOf(engine, write(join(dir, 'a.jsonl'), jsonl(rows)));
    const stop = new AbortController();
    const seen: number[] = [];
    const onProgress = (done: number, total: number, what: string): void => {
      if (what !== 'images') return;
      expect(total).toBe(300);
      seen.push(done);
      if (done >= 200) stop.abort(new Error('enough'));
    };
    await expect(engine.check([source], { onProgress, signal: stop.signal })).rejects.toThrow('enough');
    expect(seen).toEqual([100, 200]);
    expect(await engine.check([source], { onProgress: () => undefined })).toEqual([]);
  });
});

describe('splits', () => {
  it('finds rows that two splits share', async () => {
    const dir = join(folder, `${++serial}`);
    write(join(dir, 'a.png'), await picture('png'));
    const [a, b, c, d] = [unique({}), unique({}), unique({}), unique({})];
    const path = (name: string, rows: unknown[]) => write(join(dir, name), jsonl(rows));
    const file = (text: string) => ({ kind: 'file' as const, text, path: text });
    const set = dataset(path('train.jsonl', [a, b, c]), {
      val: file(path('val.jsonl', [d, { ...b, answer: 'other' }])),
      test: file(path('test.jsonl', [d])),
    });
    const sources: DataSource[] = [];
    for (const split of ['train', 'val', 'test'] as const) {
      const { source } = await engine.resolve(set, split);
      if (source !== undefined) sources.push(source);
    }
    const problems = await engine.check(sources);
    expect(placed(problems)).toEqual(['SC325:2', 'SC325:1']);
    expect(problems[0]?.message).toMatch(/^1 of 2 val rows/u);
    expect(problems[0]?.related?.[0]?.place.range?.start.line).toBe(1);
  });

  it('says once what is wrong with a file that is both', async () => {
    const dir = join(folder, `${++serial}`);
    const path = write(join(dir, 'a.jsonl'), jsonl([{ problem: 'q', answer: '' }]));
    const set = dataset(path, { val: { kind: 'file', text: path, path } });
    const { source: train } = await engine.resolve(set, 'train');
    const { source: val } = await engine.resolve(set, 'val');
    expect(placed(await engine.check([train!, val!, train!]))).toEqual(['SC322:1', 'SC325:0']);
  });
});
