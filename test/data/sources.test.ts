import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, readdirSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { DataError, openDataEngine } from '../../src/data';
import { lazyDatabase } from '../../src/data/store/duckdb';
import {
  collect,
  dataset,
  engineOn,
  jsonl,
  picture,
  samplesOf,
  sourceOf,
  workFolder,
  write,
} from './helpers';

const folder = workFolder();
const outside = workFolder();
const engine = await engineOn([folder], join(folder, 'cache'));

describe('a second look', () => {
  it('at a condition does not count again', async () => {
    const dir = join(folder, 'counted');
    const path = write(join(dir, 'a.jsonl'), jsonl([{ problem: 'q', answer: '1', pass_rate: 0.5 }]));
    const cache = join(dir, 'cache');
    const count = async (): Promise<number> => {
      const fresh = await openDataEngine({ folders: [dir], cache });
      const rows = await fresh.count({ source: await sourceOf(fresh, path), where: 'pass_rate < 1' });
      await fresh.close();
      return rows;
    };
    expect(await count()).toBe(1);
    const kept = readdirSync(cache).map((name) => join(cache, name));
    const own = kept.find((file) => readFileSync(file, 'utf8').includes('"kind":"count'));
    expect(own).toBeDefined();
    write(own!, readFileSync(own!, 'utf8').replace('"value":1', '"value":7'));
    expect(await count()).toBe(7);
    write(path, jsonl([{ problem: 'other', answer: '1', pass_rate: 1 }]));
    expect(await count()).toBe(0);
  });
});

describe('a CSV file that DuckDB refuses', () => {
  it.each([
    ['wide.csv', 'problem,answer\nq,1,2\n', 'Line: 2: Expected Number of Columns: 2 Found: 3'],
    ['latin.csv', Buffer.from('problem,answer\ncaf\xe9,1\n', 'latin1'), 'Line: 2: Invalid unicode'],
  ])('%s is told with its line and reason', async (name, content, reason) => {
    const source = await sourceOf(engine, write(join(folder, name), content));
    const problems = await engine.check([source]);
    expect(problems).toMatchObject([{ code: 'SC310', place: { range: { start: { line: 1 } } } }]);
    expect(problems[0]?.message).toContain(reason);
  });
});

describe('resolve', () => {
  it('finds the roles of the published schema', async () => {
    const rows = [
      { problem: '<image> q', answer: '1', images: ['a.png'], pass_rate: 0.5, predictions: ['1', '2'] },
    ];
    const source = await sourceOf(engine, write(join(folder, 'paper.jsonl'), jsonl(rows)), {
      images: join(folder, 'img'),
    });
    expect(source).toMatchObject({
      format: 'jsonl',
      split: 'train',
      images: join(folder, 'img'),
      columns: { question: 'problem', answer: 'answer', images: 'images', difficulty: 'pass_rate' },
    });
  });

  it('takes the columns that the user names before those it would guess', async () => {
    const path = write(
      join(folder, 'own.jsonl'),
      jsonl([{ question: 'q', problem: 'p', solution: 's', answer: 'a', Image_Path: 'x' }]),
    );
    const source = await sourceOf(engine, path, { columns: { question: 'question', answer: 'solution' } });
    expect(source.columns).toEqual({ question: 'question', answer: 'solution', images: 'Image_Path' });
  });

  it.each([
    ['unknown.xlsx', 'x', 'SC303'],
    ['empty.jsonl', '', 'SC305'],
    ['blank.jsonl', '\n\n', 'SC305'],
    ['values.jsonl', '[1]\n2\nnull\n', 'SC310'],
    ['bom.jsonl', '\ufeff{"problem":"q","answer":"1"}\n', 'SC306'],
    ['roles.jsonl', '{"a":1}\n', 'SC304'],
    ['not.parquet', 'PAR0 this is no parquet file', 'SC300'],
    ['half.json', '[{"problem": "q"', 'SC300'],
  ])('%s is a problem', async (name, content, code) => {
    const { source, problems } = await engine.resolve(dataset(write(join(folder, name), content)), 'train');
    expect(source).toBeUndefined();
    expect(problems[0]).toMatchObject({ code, severity: 'error' });
    expect(problems[0]?.message).not.toMatch(/Error:|\n/u);
  });

  // Whoever opens a pipe that nobody writes to waits for ever.
  it.runIf(process.platform !== 'win32')('opens no pipe, whatever is asked of it', async () => {
    const path = join(folder, 'pipe.jsonl');
    execFileSync('mkfifo', [path]);
    const refused = { problem: { code: 'SC300', message: `${path} is not a regular file` } };
    const source = {
      ...(await sourceOf(engine, write(join(folder, 'file.jsonl'), jsonl([{ problem: 'q', answer: '1' }])))),
      path,
    };
    await expect(engine.facts(source)).rejects.toMatchObject(refused);
    expect(await engine.columns(dataset(path), 'train')).toBeUndefined();
  });

  it('tells missing files, folders, Hub datasets and misspelt columns', async () => {
    const of = async (path: string, more = {}) =>
      (await engine.resolve(dataset(path, more), 'train')).problems[0];
    expect(await of(join(folder, 'nope.jsonl'))).toMatchObject({ code: 'SC300' });
    mkdirSync(join(folder, 'dir.jsonl'), { recursive: true });
    expect(await of(join(folder, 'dir.jsonl'))).toMatchObject({
      code: 'SC300',
      message: expect.stringContaining('folder') as string,
    });
    const path = write(join(folder, 'miss.jsonl'), jsonl([{ problem: 'q', answer: '1' }]));
    expect(await of(path, { columns: { question: 'probem' } })).toMatchObject({
      code: 'SC304',
      hint: 'Did you mean problem?',
    });
    const hub = {
      kind: 'hub' as const,
      text: 'hiyouga/geometry3k@test',
      id: 'hiyouga/geometry3k',
      split: 'test',
    };
    expect(await of(path, { train: hub })).toMatchObject({ code: 'SC302', severity: 'warning' });
    expect(await engine.resolve(dataset(path), 'val')).toEqual({ problems: [] });
  });

  it('refuses what lies outside the folders, also through links and dots', async () => {
    const secret = write(join(outside, 'secret.jsonl'), jsonl([{ problem: 'q', answer: '1' }]));
    const of = async (path: string) => (await engine.resolve(dataset(path), 'train')).problems[0]?.code;
    expect(await of(secret)).toBe('SC301');
    expect(await of(join(folder, '..', '..', 'etc', 'x.jsonl'))).toBe('SC301');
    symlinkSync(secret, join(folder, 'link.jsonl'));
    expect(await of(join(folder, 'link.jsonl'))).toBe('SC301');
    symlinkSync(outside, join(folder, 'away'));
    expect(await of(join(folder, 'away', 'secret.jsonl'))).toBe('SC301');
  });

  it('reads a declared folder that is itself a link', async () => {
    const real = join(outside, 'shared');
    write(join(real, 'a.jsonl'), jsonl([{ problem: 'q', answer: '1' }]));
    const link = join(outside, 'link');
    symlinkSync(real, link);
    const other = await openDataEngine({ folders: [link] });
    const source = await sourceOf(other, join(link, 'a.jsonl'));
    expect(await samplesOf(other, source)).toHaveLength(1);
    await other.close();
  });

  it('takes names with glob characters for what they are', async () => {
    write(join(folder, 'glob', 'data1.jsonl'), jsonl([{ problem: 'wrong', answer: '1' }]));
    const path = write(
      join(folder, 'glob', 'data[1].jsonl'),
      jsonl([{ problem: "it's right", answer: '1' }]),
    );
    expect((await samplesOf(engine, await sourceOf(engine, path)))[0]?.question).toBe("it's right");
  });
});

describe('the database', () => {
  it('is locked: no file outside, no settings, no extensions', async () => {
    const database = lazyDatabase([folder]);
    for (const sql of [
      "SELECT * FROM read_text('/etc/hostname')",
      `SELECT * FROM read_csv('${folder}/../../etc/hostname')`,
      "SELECT * FROM glob('/*')",
      'SET enable_external_access = true',
      "SET memory_limit = '100GB'",
      'INSTALL httpfs',
      "COPY (SELECT 1) TO '/tmp/stagecraft-escape.csv'",
      "ATTACH '/tmp/stagecraft-escape.db'",
    ]) {
      await expect(database.all(sql), sql).rejects.toThrow();
    }
    await database.close();
  });
});

describe('facts', () => {
  const rows = [0, 0.05, 0.1, 0.95, 1, null].map((pass_rate, n) => ({
    problem: `q${n}`,
    answer: n === 2 ? null : n,
    pass_rate,
  }));

  it('counts rows, nulls and pass rates', async () => {
    const facts = await engine.facts(await sourceOf(engine, write(join(folder, 'facts.jsonl'), jsonl(rows))));
    expect(facts.rows).toBe(6);
    expect(facts.difficulty?.bins).toEqual([2, 1, 0, 0, 0, 0, 0, 0, 0, 2]);
    expect(facts.difficulty?.missing).toBe(1);
    expect(facts.difficulty?.mean).toBeCloseTo(0.42);
    expect(facts.columns.find((column) => column.name === 'answer')).toMatchObject({ nulls: 1 });
  });

  it('counts with a condition, and says what is wrong with one', async () => {
    const source = await sourceOf(engine, join(folder, 'facts.jsonl'));
    expect(await engine.count({ source })).toBe(6);
    expect(await engine.count({ source, where: 'pass_rate < 1' })).toBe(4);
    expect(await engine.count({ source, where: 'pass_rate < 1 -- easy' })).toBe(4);
    await expect(engine.count({ source, where: 'pass_rat < 1' })).rejects.toThrow(/pass_rate\?/u);
    await expect(engine.count({ source, where: '1=1) OR (1=1' })).rejects.toThrow(DataError);
  });

  it('does not round: 0 and 1 in ten thousand rows, then 0.5', async () => {
    const many = Array.from({ length: 25_000 }, (_, n) => ({
      problem: `q${n}`,
      answer: '1',
      pass_rate: n === 24_999 ? 0.5 : 1,
      level: n === 24_999 ? 2.5 : 2,
    }));
    const source = await sourceOf(engine, write(join(folder, 'late.jsonl'), jsonl(many)));
    expect(await engine.count({ source, where: 'pass_rate = 0.5 AND level = 2.5' })).toBe(1);
  });

  it('are kept until the file changes, and a damaged cache is ignored', async () => {
    const cache = join(folder, 'cache2');
    const path = write(join(folder, 'kept.jsonl'), jsonl(rows));
    const first = await openDataEngine({ folders: [folder], cache });
    const facts = await first.facts(await sourceOf(first, path));
    await first.close();
    expect(readdirSync(cache).every((name) => name.endsWith('.json'))).toBe(true);

    // A second process answers from the cache: a marked cache shows that it did.
    const files = readdirSync(cache).map((name) => join(cache, name));
    const marked = files.find((file) => readFileSync(file, 'utf8').includes('"bins"')) ?? '';
    writeFileSync(marked, readFileSync(marked, 'utf8').replace('"rows":6', '"rows":600'));
    const second = await openDataEngine({ folders: [folder], cache });
    expect((await second.facts(await sourceOf(second, path))).rows).toBe(600);
    await second.close();

    for (const damage of ['', '{"kind":', 'null', '[]', '{"kind":"facts","value":{"rows":"x"}}']) {
      for (const file of files) writeFileSync(file, damage);
      const third = await openDataEngine({ folders: [folder], cache });
      expect(await third.facts(await sourceOf(third, path))).toEqual(facts);
      await third.close();
    }

    const fourth = await openDataEngine({ folders: [folder], cache });
    writeFileSync(path, jsonl(rows.slice(0, 5)));
    expect((await fourth.facts(await sourceOf(fourth, path))).rows).toBe(5);
    // Same size and time, other content.
    const text = readFileSync(path, 'utf8');
    const time = new Date(1_700_000_000_000);
    utimesSync(path, time, time);
    expect((await fourth.facts(await sourceOf(fourth, path))).difficulty?.bins[9]).toBe(2);
    writeFileSync(path, text.replace('0.95', '0.15'));
    utimesSync(path, time, time);
    expect((await fourth.facts(await sourceOf(fourth, path))).difficulty?.bins[9]).toBe(1);
    await fourth.close();
  });
});

describe('samples', () => {
  it('says the same of JSONL, JSON, CSV and Parquet', async () => {
    write(join(folder, 'img', 'a.png'), await picture('png'));
    const rows = [
      {
        id: 'r1',
        problem: '<image> Größe 🦆?',
        answer: '12',
        images: ['img/a.png'],
        pass_rate: 0.25,
        options: ['1', '12'],
      },
      {
        id: 'r2',
        problem: 'line\nbreak, "quoted"',
        answer: '3.50',
        images: [],
        pass_rate: 1,
        options: ['x', 'y'],
      },
    ];
    const jsonlPath = write(join(folder, 'same.jsonl'), jsonl(rows));
    write(join(folder, 'same.json'), JSON.stringify(rows, null, 2));
    write(join(folder, 'lines.json'), jsonl(rows));
    const cell = (text: string): string => `"${text.replaceAll('"', '""')}"`;
    const csv = rows.map((row) =>
      [
        row.id,
        cell(row.problem),
        row.answer,
        cell(JSON.stringify(row.images)),
        row.pass_rate,
        cell(JSON.stringify(row.options)),
      ].join(';'),
    );
    write(
      join(folder, 'same.csv'),
      `\ufeffid;problem;answer;images;pass_rate;options\r\n${csv.join('\r\n')}\r\n`,
    );
    const database = lazyDatabase([folder]);
    await database.all(`COPY (SELECT * FROM read_json('${jsonlPath}')) TO '${join(folder, 'same.parquet')}'`);
    await database.close();

    const expected = await samplesOf(engine, await sourceOf(engine, jsonlPath));
    expect(expected[0]).toEqual({
      id: 'r1',
      dataset: 'shapes',
      capability: 'perception',
      question: '<image> Größe 🦆?',
      answer: '12',
      difficulty: 0.25,
      options: ['1', '12'],
      images: [{ kind: 'file', path: join(folder, 'img', 'a.png') }],
    });
    for (const name of ['same.json', 'lines.json', 'same.csv', 'same.parquet']) {
      const source = await sourceOf(engine, join(folder, name));
      expect(await samplesOf(engine, source), name).toEqual(expected);
      expect(await samplesOf(engine, source, 'pass_rate < 0.5'), name).toEqual(expected.slice(0, 1));
      expect((await engine.facts(source)).rows, name).toBe(2);
    }
  });

  it('reads images embedded as Hugging Face does, and converts them to files', async () => {
    const png = await picture('png');
    const path = join(folder, 'hf.parquet');
    const database = lazyDatabase([folder]);
    const blob = `from_hex('${png.toString('hex')}')`;
    await database.all(
      `COPY (SELECT '<image> q' AS question, 'A' AS answer, [{'bytes': ${blob}, 'path': 'a.png'}] AS images, 0.5 AS pass_rate
       UNION ALL SELECT 'q2 <image>', 'B', [{'bytes': ${blob}, 'path': NULL}], 0.25) TO '${path}'`,
    );
    await database.close();
    const source = await sourceOf(engine, path);
    const [first] = await samplesOf(engine, source);
    expect(first?.images).toMatchObject([{ kind: 'bytes', name: 'a.png' }]);
    expect(await engine.check([source])).toEqual([]);
    const output = join(folder, 'hf-run', 'train.jsonl');
    const made = await engine.materialise(
      [{ source }],
      { byCapability: true, byDifficulty: 'hard-to-easy' },
      output,
    );
    const samples = await samplesOf(engine, made.source);
    expect(samples.map((sample) => sample.question)).toEqual(['q2 <image>', '<image> q']);
    const [image] = samples[0]?.images ?? [];
    expect(image?.kind === 'file' && readFileSync(image.path).equals(png)).toBe(true);
    expect(await engine.check([made.source])).toEqual([]);
  });

  it('streams: a limit ends early and a consumer may stop', async () => {
    const source = await sourceOf(engine, join(folder, 'late.jsonl'));
    expect((await collect(engine.samples({ source }, { limit: 3 }))).map((sample) => sample.id)).toEqual([
      'shapes:1',
      'shapes:2',
      'shapes:3',
    ]);
    let seen = 0;
    for await (const sample of engine.samples({ source })) {
      if (++seen === 5) expect(sample.id).toBe('shapes:5');
      if (seen === 5) break;
    }
    expect(await engine.count({ source })).toBe(25_000);
  });

  it('refuses an image outside the folders', async () => {
    const path = write(
      join(folder, 'escape.jsonl'),
      jsonl([{ problem: '<image>', answer: '1', images: ['../../etc/passwd'] }]),
    );
    const source = await sourceOf(engine, path);
    await expect(samplesOf(engine, source)).rejects.toMatchObject({ problem: { code: 'SC301' } });
  });
});
