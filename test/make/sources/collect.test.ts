import { rmSync, readFileSync, readdirSync, statSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { describe, expect, it } from 'vitest';
import type { Dataset, Make } from '../../../src/language';
import type { SourceLine } from '../../../src/make';
import { checkSourceLine } from '../../../src/make/source-line';
import { collectRows } from '../../../src/make/sources';
import { jsonl, makeContext, workspace, write, type TestContext } from '../support/context';
import { pngOf } from '../support/pictures';

/** A dataset of the curriculum whose rows are written to `data/<id>.jsonl` (or another format). */
function dataset(
  root: string,
  id: string,
  content: string,
  more: Partial<Dataset> & { as?: string } = {},
): Dataset {
  const { as = 'jsonl', ...parts } = more;
  const path = write(join(root, 'data', `${id}.${as}`), content);
  return { id, capability: 'reasoning', train: { kind: 'file', text: path, path }, columns: {}, ...parts };
}

const picture = (root: string, name: string, number: number): string =>
  write(join(root, 'data', name), pngOf(number));

/** A make `new` from these datasets. */
const from = (root: string, datasets: readonly Dataset[], make: Partial<Make> = {}): Promise<TestContext> =>
  makeContext({
    root,
    dataset: 'new',
    make: { source: { kind: 'datasets', ids: datasets.map(({ id }) => id) }, answer_with: [], ...make },
    curriculum: { datasets },
  });

async function linesOf(context: TestContext): Promise<readonly SourceLine[]> {
  const { path } = await collectRows(context);
  return readFileSync(path, 'utf8')
    .trim()
    .split('\n')
    .map((text) => {
      const line = checkSourceLine(JSON.parse(text));
      if (line === undefined) throw new Error(text);
      return line;
    });
}

const questionsOf = (lines: readonly SourceLine[]) => lines.flatMap(({ questions }) => questions);

describe('rows of other datasets', () => {
  it('are read again when images that were missing may be there', async () => {
    const root = workspace();
    const rows = jsonl([{ id: 'a', problem: '<image>Which?', answer: '7', images: ['later.png'] }]);
    const context = await from(root, [dataset(root, 'first', rows)]);
    expect((await linesOf(context))[0]?.fallen).toMatchObject([{ reason: 'an image is missing' }]);
    picture(root, 'later.png', 1);
    expect(questionsOf(await linesOf(context))).toHaveLength(1);
  });

  it('are merged with all their columns, whatever their files call them', async () => {
    const root = workspace();
    picture(root, 'one.png', 1);
    picture(root, 'two.png', 2);
    const first = dataset(
      root,
      'first',
      jsonl([
        {
          id: 'a',
          problem: '<image>Which?\nA. red\nB. blue',
          answer: 'B',
          images: ['one.png'],
          level: 3,
          kind: 'colour',
        },
        { id: 'b', problem: 'How many?', answer: '7', images: ['one.png'], level: 4, scene: { n: 7 } },
      ]),
      { capability: 'perception' },
    );
    const second = dataset(
      root,
      'second',
      'key,frage,loesung,bild,auswahl,quelle,pass_rate\na,Wo?,links,two.png,"[""links"", ""rechts""]",x,0.5\n',
      {
        as: 'csv',
        columns: { id: 'key', question: 'frage', answer: 'loesung', images: 'bild', options: 'auswahl' },
      },
    );
    const lines = await linesOf(await from(root, [first, second]));
    expect(lines.map(({ source, place }) => [source, place])).toEqual([
      ['first/a', 0],
      ['first/b', 1],
      ['second/a', 2],
    ]);
    expect(questionsOf(lines)).toMatchObject([
      {
        question: '<image>Which?',
        options: ['red', 'blue'],
        answer: 'B',
        images: [join(root, 'data', 'one.png')],
        capability: 'perception',
        kind: 'colour',
      },
      { question: 'How many?', options: [], answer: '7' },
      { question: 'Wo?', options: ['links', 'rechts'], answer: 'A', images: [join(root, 'data', 'two.png')] },
    ]);
    // Every row has the same columns in the same order: what a file has not is null.
    const carried = questionsOf(lines).map((question) => question.carried);
    expect(carried.map((one) => Object.keys(one ?? {}))).toEqual(
      Array.from({ length: 3 }, () => ['pass_rate', 'scene', 'level', 'quelle']),
    );
    expect(carried).toEqual([
      { pass_rate: null, scene: null, level: 3, quelle: null },
      { pass_rate: null, scene: { n: 7 }, level: 4, quelle: null },
      { pass_rate: 0.5, scene: null, level: null, quelle: 'x' },
    ]);
    expect(new Set(questionsOf(lines).map(({ id }) => id)).size).toBe(3);
  });

  it('have ids of their own, even where their files repeat them', async () => {
    const root = workspace();
    const rows = Array.from({ length: 4 }, (_, i) => ({ id: 'same', problem: `${i}?`, answer: '1' }));
    const lines = await linesOf(
      await from(root, [dataset(root, 'a', jsonl(rows)), dataset(root, 'b', jsonl(rows))]),
    );
    const names = lines.map(({ source }) => source);
    expect(names.slice(0, 4)).toEqual(['a/same', 'a/same#2', 'a/same#3', 'a/same#4']);
    expect(new Set(names).size).toBe(8);
  });

  it('fall when nothing can be asked or learnt from them, with the reason', async () => {
    const root = workspace();
    picture(root, 'ok.png', 1);
    write(join(root, 'data', 'broken.png'), 'no image');
    const rows = [
      { problem: 'Fine?', answer: 'yes', images: ['ok.png'] },
      { problem: 'Gone?', answer: 'yes', images: ['gone.png'] },
      { problem: 'Broken?', answer: 'yes', images: ['ok.png', 'broken.png'] },
      { problem: 'No answer?', answer: ' ', images: [] },
      { problem: '<image>', answer: 'yes', images: ['ok.png'] },
      { problem: 'Which?', answer: 'up', options: ['left', 'right'], images: [] },
    ];
    const lines = await linesOf(await from(root, [dataset(root, 'a', jsonl(rows))]));
    expect(lines.map(({ questions, fallen }) => [questions.length, fallen[0]?.reason])).toEqual([
      [1, undefined],
      [0, 'an image is missing'],
      [0, 'an image cannot be read'],
      [0, 'it has no answer'],
      [0, 'it has no question'],
      [0, 'its answer is none of its options'],
    ]);
    expect(lines[1]?.fallen[0]).toMatchObject({ step: 'source', question: { question: 'Gone?' } });
  });

  it('bring images that are embedded in a Parquet file along, as files', async () => {
    const root = workspace();
    const path = join(root, 'data', 'p.parquet');
    const source = dataset(root, 'p', '', { as: 'none', train: { kind: 'file', text: path, path } });
    const hex = pngOf(5).toString('hex');
    const instance = await DuckDBInstance.create(':memory:');
    const connection = await instance.connect();
    await connection.run(
      `COPY (SELECT 'q?' AS problem, '1' AS answer, [{'bytes': from_hex('${hex}'), 'path': 'x.png'}] AS images, 9007199254740991::BIGINT AS big, DATE '2026-01-02' AS day) TO '${path}' (FORMAT parquet)`,
    );
    connection.closeSync();
    instance.closeSync();
    const [question] = questionsOf(await linesOf(await from(root, [source])));
    const [image = ''] = question?.images ?? [];
    expect(image.startsWith(join(root, 'data', 'new', 'images'))).toBe(true);
    expect(readFileSync(image).equals(pngOf(5))).toBe(true);
    expect(question?.carried).toMatchObject({
      big: 9007199254740991,
      day: expect.stringContaining('2026-01-02') as string,
    });
  });

  it('are drawn with the seed where there is a limit, the same every time', async () => {
    const root = workspace();
    const rows = Array.from({ length: 200 }, (_, i) => ({ id: `r${i}`, problem: `${i}?`, answer: '1' }));
    const source = dataset(root, 'a', jsonl(rows));
    const places = async (seed: number): Promise<readonly number[]> =>
      (await linesOf(await from(root, [source], { limit: 20, seed }))).map(({ place }) => place);
    const drawn = await places(1);
    expect(drawn).toHaveLength(20);
    expect([...drawn].sort((a, b) => a - b)).toEqual(drawn);
    expect(await places(2)).not.toEqual(drawn);
    rmSync(join(root, 'data', 'new'), { recursive: true });
    expect(await places(1)).toEqual(drawn);
  });

  it('are read again only when a file has changed', async () => {
    const root = workspace();
    const source = dataset(root, 'a', jsonl([{ problem: 'q?', answer: '1' }]));
    const context = await from(root, [source]);
    const { path } = await collectRows(context);
    const { mtimeMs } = statSync(path);
    expect((await collectRows(await context.again())).path).toBe(path);
    expect(statSync(path).mtimeMs).toBe(mtimeMs);
    const file = write(join(root, 'data', 'a.jsonl'), jsonl([{ problem: 'q?', answer: '2' }]));
    utimesSync(file, new Date(), new Date(Date.now() + 5_000));
    expect((await collectRows(await context.again())).path).not.toBe(path);
  });

  it('leave nothing behind when they are stopped half-way', async () => {
    const root = workspace();
    const rows = Array.from({ length: 5_000 }, (_, i) => ({ problem: `${i}?`, answer: '1' }));
    const source = dataset(root, 'a', jsonl(rows));
    const controller = new AbortController();
    const context = await from(root, [source]);
    const stopping = {
      ...context,
      signal: controller.signal,
      tell: (news: { readonly type: string }) => {
        if (news.type === 'figures') controller.abort(new Error('stopped'));
      },
    };
    await expect(collectRows(stopping)).rejects.toThrow('stopped');
    expect(readdirSync(join(root, 'data', 'new', '.make'))).toEqual([]);
    expect(await linesOf(context)).toHaveLength(5_000);
  });

  it('are told where there are none', async () => {
    const root = workspace();
    const context = await from(root, [dataset(root, 'a', '')]);
    await expect(collectRows(context)).rejects.toThrow();
    const missing = await makeContext({
      root,
      dataset: 'new',
      make: { source: { kind: 'datasets', ids: ['gone'] } },
    });
    await expect(collectRows(missing)).rejects.toMatchObject({ name: 'MakeError' });
  });
});

describe('rows that are only rated', () => {
  it('keep every column in its order, and fall for nothing', async () => {
    const root = workspace();
    picture(root, 'one.png', 1);
    const rows = [
      {
        zeta: 1,
        frage: 'Which?\nA. red\nB. blue',
        gold: 'B',
        bilder: ['one.png'],
        id: 'x',
        nested: { a: [1, null] },
      },
      { zeta: null, frage: '', gold: '', bilder: ['gone.png'], id: 'x', nested: null },
    ];
    const path = write(join(root, 'data', 'own.jsonl'), jsonl(rows));
    const train = { kind: 'file', text: path, path } as const;
    const columns = { question: 'frage', answer: 'gold', images: 'bilder' };
    const made = {
      to: join(root, 'data', 'own'),
      make: { source: { kind: 'own' as const, train } },
    };
    const context = await makeContext({
      root,
      dataset: 'own',
      make: { source: made.make.source, answer_with: [] },
      curriculum: {
        datasets: [
          {
            id: 'own',
            capability: 'perception',
            train: { kind: 'file', text: 'x', path: join(made.to, 'train.jsonl') },
            columns,
            images: join(root, 'data'),
          },
        ],
      },
    });
    const lines = await linesOf(context);
    expect(lines.map(({ source, fallen }) => [source, fallen])).toEqual([
      ['x', []],
      ['x#2', []],
    ]);
    const questions = questionsOf(lines);
    expect(questions.map(({ carried }) => JSON.stringify(carried))).toEqual(
      rows.map((row) => JSON.stringify(row)),
    );
    expect(questions[0]).toMatchObject({
      question: 'Which?\nA. red\nB. blue',
      answer: 'B',
      images: [join(root, 'data', 'one.png')],
      whole: { images: 'bilder' },
    });
  });
});

describe('rows that cannot be read', () => {
  const sound = (i: number): unknown => ({ id: `r${i}`, problem: `How many in ${i}?`, answer: '7' });

  it('fall with the reason and their place, and the others are made into questions', async () => {
    const root = workspace();
    picture(root, 'one.png', 1);
    const rows = [
      { ...(sound(1) as object), images: ['one.png'] },
      // No image, and one of a folder that nobody may read.
      { ...(sound(2) as object), images: [17] },
      { ...(sound(3) as object), images: ['/etc/hostname'] },
      sound(5),
    ];
    const lines = jsonl(rows).split('\n');
    lines.splice(3, 0, '{"id": "r4", "problem": "How');
    const context = await from(root, [dataset(root, 'first', lines.join('\n'))]);
    const made = await linesOf(context);
    expect(questionsOf(made).map(({ source }) => source)).toEqual(['first/r1', 'first/r5']);
    const file = join(root, 'data', 'first.jsonl');
    expect(made.flatMap(({ fallen }) => fallen.map(({ reason, detail }) => [reason, detail]))).toEqual([
      ['the row cannot be read', `Row 2 of ${file}: 17 is not an image`],
      ['the row cannot be read', expect.stringContaining(`Row 3 of ${file}: the image /etc/hostname`)],
      ['the row cannot be read', expect.stringContaining(`Row 4 of ${file}`)],
    ]);
    expect(context.news.filter(({ type }) => type === 'note')).toMatchObject([
      {
        severity: 'warning',
        words: `3 of the 5 rows that new is made from cannot be read. Row 2 of ${file}: 17 is not an image.`,
      },
    ]);
  });

  it('fall where rows are only rated, too', async () => {
    const root = workspace();
    const path = write(join(root, 'own.jsonl'), `${jsonl([sound(1)])}no row\n${jsonl([sound(2)])}`);
    const train = { kind: 'file', text: path, path } as const;
    const context = await makeContext({
      root,
      make: { source: { kind: 'own', train }, answer_with: [] },
    });
    const made = await linesOf(context);
    expect(questionsOf(made).map(({ source }) => source)).toEqual(['r1', 'r2']);
    expect(made[1]?.fallen).toMatchObject([{ step: 'source', reason: 'the row cannot be read' }]);
  });

  it('are an error when they are nearly all, with the first of them', async () => {
    const root = workspace();
    const rows = Array.from({ length: 20 }, (_, i) => ({
      ...(sound(i) as object),
      images: i === 0 ? [] : [i],
    }));
    const context = await from(root, [dataset(root, 'first', jsonl(rows))]);
    await expect(collectRows(context)).rejects.toMatchObject({
      name: 'MakeError',
      message: expect.stringMatching(
        /^19 of the 20 rows that new is made from cannot be read\. Row 2 of .*first\.jsonl: 1 is not an image\.$/,
      ) as string,
    });
    expect(readdirSync(join(context.made.to, '.make')).filter((name) => name.endsWith('.jsonl'))).toEqual([]);
  });
});
