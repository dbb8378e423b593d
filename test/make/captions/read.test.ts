import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { DataError, lazyDatabase, literal } from '../../../src/data';
import type { Make } from '../../../src/language';
import { readCaptions, type Caption, type ReadCaption } from '../../../src/make/captions';
import { jsonl, makeContext, workspace, write, writeDocci, type TestContext } from '../support/context';
import { pngOf } from '../support/pictures';

interface Wanted {
  readonly file?: string;
  readonly columns?: Extract<Make['source'], { kind: 'captions' }>['columns'];
  readonly limit?: number;
  readonly seed?: number;
}

async function contextOf(
  root: string,
  { file = 'data/captions.jsonl', columns = {}, limit, seed }: Wanted = {},
): Promise<TestContext> {
  return makeContext({
    root,
    make: {
      source: {
        kind: 'captions',
        file: { kind: 'file', text: file, path: join(root, file) },
        columns,
        images: join(root, 'data', 'images'),
      },
      ...(limit === undefined ? {} : { limit }),
      ...(seed === undefined ? {} : { seed }),
    },
  });
}

async function all(
  context: TestContext,
  skip?: (source: string) => boolean,
): Promise<readonly ReadCaption[]> {
  const source = await readCaptions(context);
  const found: ReadCaption[] = [];
  for await (const one of source.captions(skip)) found.push(one);
  return found;
}

const sound = (read: readonly ReadCaption[]): readonly Caption[] =>
  read.flatMap((one) => ('fallen' in one ? [] : [one]));
const reasons = (read: readonly ReadCaption[]): readonly string[] =>
  read.flatMap((one) => ('fallen' in one ? [one.fallen.reason] : []));
const named = (count: number): { example_id: string; description: string }[] =>
  Array.from({ length: count }, (_, i) => ({
    example_id: `train_${i}`,
    description: `A red barn, number ${i}.`,
  }));

describe('files of captions', () => {
  it('reads DOCCI by its own column names', async () => {
    const root = workspace();
    writeDocci(root, named(3));
    const read = await all(await contextOf(root));
    expect(read).toEqual(
      [0, 1, 2].map((i) => ({
        source: `train_${i}`,
        id: `train_${i}`,
        place: i,
        caption: `A red barn, number ${i}.`,
        images: [join(root, 'data', 'images', `train_${i}.png`)],
        carried: { split: 'train' },
        ambiguous: false,
      })),
    );
  });

  it('reads the same from JSON Lines by its long name, CSV and Parquet', async () => {
    const root = workspace();
    writeDocci(root, named(4));
    const file = join(root, 'data', 'captions.jsonl');
    write(join(root, 'data', 'docci.jsonlines'), readFileSync(file));
    const database = lazyDatabase([root]);
    const from = `FROM read_json(${literal(file)})`;
    await database.all(`COPY (${from}) TO ${literal(join(root, 'data', 'c.parquet'))} (FORMAT parquet)`);
    await database.all(`COPY (${from}) TO ${literal(join(root, 'data', 'c.csv'))} (HEADER)`);
    await database.close();
    const wanted = await all(await contextOf(root));
    expect(sound(wanted)).toHaveLength(4);
    for (const name of ['docci.jsonlines', 'c.parquet', 'c.csv'])
      expect(await all(await contextOf(root, { file: `data/${name}` })), name).toEqual(wanted);
  });

  it('finds images of PixmoCap that were downloaded, by the end of their address or its hash', async () => {
    const root = workspace();
    const urls = [
      'https://a.example/x/cat%20one.png?size=2',
      'https://a.example/y',
      'https://a.example/none.jpg',
    ];
    write(join(root, 'data', 'images', 'cat one.png'), pngOf(1));
    const hash = createHash('sha256')
      .update(urls[1] ?? '')
      .digest('hex');
    write(join(root, 'data', 'images', `${hash}.png`), pngOf(2));
    write(
      join(root, 'data', 'pixmo.jsonl'),
      jsonl(
        urls.map((image_url, i) => ({ image_url, caption: `Picture ${i}.`, transcripts: ['said aloud'] })),
      ),
    );
    const read = await all(await contextOf(root, { file: 'data/pixmo.jsonl' }));
    expect(sound(read).map(({ images }) => images[0])).toEqual([
      join(root, 'data', 'images', 'cat one.png'),
      join(root, 'data', 'images', `${hash}.png`),
    ]);
    expect(reasons(read)).toEqual([
      'The image is an address, and no file of it lies in the folder of images.',
    ]);
    expect(sound(read)[0]?.source).toMatch(/^c-[0-9a-f]{16}$/);
  });

  it('writes images that lie in the rows to files', async () => {
    const root = workspace();
    mkdirSync(join(root, 'data'), { recursive: true });
    const database = lazyDatabase([root]);
    const bytes = (data: Buffer): string => `from_hex('${data.toString('hex')}')`;
    await database.all(
      `COPY (SELECT * FROM (VALUES (1, {'bytes': ${bytes(pngOf(7))}, 'path': 'a.png'}, 'One.'), (2, {'bytes': ${bytes(pngOf(8).subarray(0, 30))}, 'path': 'b.png'}, 'Two.')) t(id, image, caption)) TO ${literal(join(root, 'data', 'in.parquet'))} (FORMAT parquet)`,
    );
    await database.close();
    const context = await contextOf(root, { file: 'data/in.parquet' });
    const read = await all(context);
    const file = sound(read)[0]?.images[0] ?? '';
    expect(readFileSync(file)).toEqual(pngOf(7));
    expect(file.startsWith(join(context.made.to, 'images'))).toBe(true);
    expect(reasons(read)).toEqual(['The image is broken.']);
  });

  it('says which column is missing, with the reason and the fix', async () => {
    const root = workspace();
    write(join(root, 'data', 'captions.jsonl'), jsonl([{ name: 'x', words: 'A barn.' }]));
    const problem = async (wanted: Wanted): Promise<string> =>
      readCaptions(await contextOf(root, wanted)).then(
        () => 'nothing',
        (error: unknown) => (error instanceof DataError ? error.message : 'another error'),
      );
    expect(await problem({})).toMatch(/No column of .* looks like the caption.*columns: \{ caption:/);
    expect(await problem({ columns: { caption: 'word' } })).toContain('Did you mean words?');
    expect(await problem({ file: 'data/none.jsonl' })).toContain('There is no file');
    expect(await problem({ file: '../../etc/x.jsonl' })).toContain('outside the declared folders');
  });
});

describe('rows that nothing can come of', () => {
  it('each falls with its reason, and the others stay', async () => {
    const root = workspace();
    const outside = workspace();
    write(join(outside, 'secret.png'), pngOf(3));
    writeDocci(root, [
      { example_id: 'good', description: 'A barn.' },
      { example_id: 'blank', description: ' \n ' },
      { example_id: 'gone', description: 'A barn.', image_file: 'gone.png' },
      { example_id: 'broken', description: 'A barn.', image_file: 'broken.png' },
      { example_id: 'away', description: 'A barn.', image_file: join(outside, 'secret.png') },
      { example_id: 'up', description: 'A barn.', image_file: '../../../../etc/passwd' },
      { example_id: 'link', description: 'A barn.', image_file: 'link.png' },
      { example_id: 'none', description: 'A barn.', image_file: '' },
      { example_id: 'long', description: 'barn '.repeat(5_000) },
      { example_id: 'nul', description: 'A barn.', image_file: 'a\0b.png' },
    ]);
    const images = join(root, 'data', 'images');
    writeFileSync(join(images, 'broken.png'), pngOf(1).subarray(0, 40));
    symlinkSync(join(outside, 'secret.png'), join(images, 'link.png'));
    const read = await all(await contextOf(root));
    expect(sound(read).map(({ source }) => source)).toEqual(['good']);
    expect(reasons(read)).toEqual([
      'The caption is blank.',
      'There is no such image.',
      'The image is broken.',
      'The image lies outside the folders that may be read.',
      'The image lies outside the folders that may be read.',
      'The image lies outside the folders that may be read.',
      'The row names no image.',
      'The caption is longer than 20,000 characters.',
      'The image cannot be used.',
    ]);
    expect(existsSync(join(root, 'data', 'docci', 'images'))).toBe(false);
  });

  it('a line that is no JSON is told, and the others are read', async () => {
    const root = workspace();
    writeDocci(root, named(3));
    const file = join(root, 'data', 'captions.jsonl');
    writeFileSync(file, `${readFileSync(file, 'utf8')}{"example_id": "torn", "descr`);
    const context = await contextOf(root);
    expect(sound(await all(context))).toHaveLength(3);
    expect(JSON.stringify(context.news)).toContain('is no JSON object');
  });
});

describe('ids', () => {
  it('that several rows share are told apart by content, loudly, whatever the order of the file', async () => {
    const root = workspace();
    writeDocci(root, [
      { example_id: 'a', description: 'One.' },
      { example_id: 'b', description: 'Two.' },
      { example_id: 'a', description: 'Three.' },
      { example_id: 'a', description: 'One.' },
    ]);
    const context = await contextOf(root);
    const read = await all(context);
    const sources = read.map(({ source }) => source);
    expect(new Set(sources).size).toBe(4);
    expect(sound(read).map(({ id, ambiguous }) => [id, ambiguous])).toEqual([
      ['a', true],
      ['b', false],
      ['a', true],
    ]);
    expect(reasons(read)).toEqual(['The same caption of the same image stands in the file before.']);
    expect(context.news.filter(({ type }) => type === 'note')).toHaveLength(1);
    const file = join(root, 'data', 'captions.jsonl');
    writeFileSync(file, readFileSync(file, 'utf8').trim().split('\n').reverse().join('\n'));
    const turned = sound(await all(await contextOf(root))).map(({ source }) => source);
    expect([...turned].sort()).toEqual(
      sound(read)
        .map(({ source }) => source)
        .sort(),
    );
  });

  it('does not look at what is skipped', async () => {
    const root = workspace();
    writeDocci(root, named(5));
    const read = await all(await contextOf(root), (source) => source !== 'train_3');
    expect(read.map(({ source }) => source)).toEqual(['train_3']);
  });
});

describe('a limit', () => {
  it('draws with the seed, whatever the order of the file, and changes little when it grows', async () => {
    const root = workspace();
    writeDocci(root, named(60));
    const drawn = async (wanted: Wanted): Promise<readonly string[]> =>
      (await all(await contextOf(root, wanted))).map(({ source }) => source);
    const first = await drawn({ limit: 20 });
    expect(first).toHaveLength(20);
    expect(await drawn({ limit: 20, seed: 2 })).not.toEqual(first);
    expect(await drawn({ limit: 100 })).toHaveLength(60);
    // More are the same and more.
    expect(await drawn({ limit: 30 })).toEqual(expect.arrayContaining([...first]));
    const file = join(root, 'data', 'captions.jsonl');
    const rows = readFileSync(file, 'utf8').trim().split('\n');
    writeFileSync(file, [...rows].reverse().join('\n'));
    expect([...(await drawn({ limit: 20 }))].sort()).toEqual([...first].sort());
    writeFileSync(file, rows.slice(0, 54).join('\n'));
    const fewer = new Set(
      rows.slice(54).map((row) => (JSON.parse(row) as { example_id: string }).example_id),
    );
    const kept = await drawn({ limit: 20 });
    // Those that were drawn and are still there are drawn again.
    expect(kept).toEqual(expect.arrayContaining(first.filter((source) => !fewer.has(source))));
  });
});
