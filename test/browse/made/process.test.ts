import { appendFileSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import type { MadeFilter, MadeItem } from '../../../src/protocol';
import { until } from '../../fixtures/runs/processes';
import { pngOf } from '../../make/support/pictures';
import { auditors, failure } from '../support/auditors';
import type { AuditorClient } from '../support/client';
import { manifestOf, madeFolder, putMade, writeCurriculum, writeRows, type SomeRow } from './support/set';

const { newRoot, start } = auditors();

interface OpenMade {
  readonly client: AuditorClient;
  readonly root: string;
  readonly file: string;
  readonly dir: string;
}

/** An auditor that has been told of a workspace with one made dataset. */
async function open(rows: readonly SomeRow[]): Promise<OpenMade> {
  const root = newRoot();
  const dir = await putMade(root, rows);
  const file = join(root, 'hard.curriculum.yaml');
  const client = start();
  await client.call('sets', { roots: [root] });
  await client.call('madeSets', { file });
  return { client, root, file, dir };
}
const idsOf = async ({ client, dir }: OpenMade, filter: MadeFilter = {}): Promise<readonly string[]> =>
  (await client.call('madePage', { dir, filter, offset: 0, count: 100 })).rows.map(({ id }) => id);

describe('made datasets of a curriculum', () => {
  it('are told whether they are made, and whether the recipe has changed since', async () => {
    const root = newRoot();
    const file = writeCurriculum(root);
    const client = start();
    const look = async () => (await client.call('madeSets', { file }))[0];
    expect(await look()).toMatchObject({ dataset: 'hard', dir: madeFolder(root), stale: false });
    expect(await look()).not.toHaveProperty('manifest');
    await putMade(root, [{}]);
    expect(await look()).toMatchObject({ stale: false, manifest: { models: ['a', 'b'] } });
    writeCurriculum(root, 'wrong_from_image');
    expect(await look()).toMatchObject({ stale: true, manifest: { models: ['a', 'b'] } });
  });

  it('whose manifest is torn, of another shape, or huge say so instead of being shown', async () => {
    const { client, file, dir } = await open([{}]);
    const good = manifestOf(file);
    const bad = [
      JSON.stringify(good).slice(0, 300),
      '[]',
      JSON.stringify({ ...good, format: 2 }),
      JSON.stringify({ ...good, models: 'a' }),
      JSON.stringify({ ...good, funnel: [{ step: 'cook', in: 1, out: 1, dropped: [] }] }),
      JSON.stringify({ ...good, warnings: ['x'.repeat(2_000_000)] }),
    ];
    for (const text of bad) {
      writeFileSync(join(dir, 'made.json'), text);
      const [set] = await client.call('madeSets', { file });
      expect(set?.manifest).toBeUndefined();
      expect(set?.damaged).toMatch(/^made\.json/u);
      expect(await failure(client.call('madeOpen', { dir }))).toMatchObject({
        hint: 'Make the dataset again.',
      });
    }
  });

  it('of a curriculum with mistakes are refused with the mistake', async () => {
    const root = newRoot();
    const file = join(root, 'bad.curriculum.yaml');
    writeFileSync(file, 'curriculum: 1\nname: [\n');
    expect(await failure(start().call('madeSets', { file }))).toMatchObject({
      message: expect.stringMatching(/^The curriculum has mistakes: /u) as string,
      hint: 'Open it and mend what is underlined.',
    });
  });

  it('are asked for by folders that a curriculum has named, and by no other', async () => {
    const root = newRoot();
    const dir = await putMade(root, [{}]);
    const client = start();
    await client.call('sets', { roots: [root] });
    const calls = [
      client.call('madeOpen', { dir }),
      client.call('madePage', { dir, filter: {}, offset: 0, count: 1 }),
      client.call('madeItem', { dir, index: 0 }),
      client.call('madeHand', { dir, index: 0, decision: 'drop' }),
    ];
    for (const call of calls)
      expect(await failure(call)).toMatchObject({
        message: expect.stringContaining('no made dataset of a curriculum of this window') as string,
      });
  });

  it('that are made anew are read anew, and told', async () => {
    const made = await open([{ id: 'old' }]);
    expect(await idsOf(made)).toEqual(['old']);
    await putMade(made.root, [{ id: 'new' }, { id: 'newer' }]);
    await until('the change is told', () => made.client.of('made').some(({ dir }) => dir === made.dir));
    expect(await idsOf(made)).toEqual(['new', 'newer']);
  });
});

describe('questions', () => {
  it('are listed with what was decided, and found in question, options, caption and id', async () => {
    const made = await open([
      { id: 'kept', outcomes: 'wrwrw-', split: 'train', rate: 0.25 },
      {
        id: 'fell',
        kept: false,
        step: 'keep',
        reason: 'a is right from the image',
        question: 'Where is it?',
      },
      { id: 'early#0', kept: false, step: 'write', reason: 'no JSON', question: null, caption: 'Zebra' },
    ]);
    const { rows, total } = await made.client.call('madePage', {
      dir: made.dir,
      filter: {},
      offset: 0,
      count: 9,
    });
    expect(total).toBe(3);
    expect(rows[0]).toEqual({
      index: 0,
      id: 'kept',
      question: 'Which colour is the tower?',
      kind: 'detail',
      kept: true,
      split: 'train',
      rate: 0.25,
      outcomes: [
        { model: 'a', arm: 'image', outcome: 'wrong' },
        { model: 'a', arm: 'description', outcome: 'right' },
        { model: 'a', arm: 'neither', outcome: 'wrong' },
        { model: 'b', arm: 'image', outcome: 'right' },
        { model: 'b', arm: 'description', outcome: 'wrong' },
      ],
    });
    expect(rows[2]).toMatchObject({ question: '', step: 'write', reason: 'no JSON' });
    expect(await idsOf(made, { text: 'where' })).toEqual(['fell']);
    expect(await idsOf(made, { text: 'zebra' })).toEqual(['early#0']);
    expect(await idsOf(made, { text: 'GREEN', decision: 'kept' })).toEqual(['kept']);
    expect(
      await made.client.call('madePosition', { dir: made.dir, filter: { decision: 'dropped' }, index: 2 }),
    ).toEqual({ position: 1 });
  });

  it('are shown in full, long texts cut, answers of an odd shape left out', async () => {
    const answer = {
      model: 'a',
      arm: 'image',
      outcome: 'wrong',
      text: 'I say A',
      extracted: 'A',
      truncated: true,
    };
    const made = await open([
      {
        answers: [answer, { ...answer, outcome: 'maybe' }, { ...answer, arm: 'side' }],
        predictions: ['yes', 'no', ''],
        correctness: [true, false, null],
        rate: 0.5,
        rate_low: 0.1,
        rate_high: 0.9,
        writer: 'w',
        prompt: 'Ask.',
        reply: 'r'.repeat(300_000),
        detail: 'the second option',
      },
    ]);
    const item = await made.client.call('madeItem', { dir: made.dir, index: 0 });
    expect(item).toMatchObject({
      source: 'caption-1',
      answer: 'B',
      options: ['red', 'blue', 'green', 'white'],
      answers: [
        { model: 'a', arm: 'image', outcome: 'wrong', text: 'I say A', extracted: 'A', truncated: true },
      ],
      predictions: [
        { text: 'yes', correct: true },
        { text: 'no', correct: false },
        { text: '', correct: null },
      ],
      interval: [0.1, 0.9],
      detail: 'the second option',
      written: { model: 'w', prompt: 'Ask.' },
    });
    expect(item.answers).toHaveLength(1);
    expect(item.written!.reply).toMatch(/\[cut: 100000 more characters\]$/u);
    expect(await failure(made.client.call('madeItem', { dir: made.dir, index: 1 }))).toMatchObject({
      message: 'The dataset has no question 1: it has 1',
    });
  });

  it('that equal another one say which, and where it is now', async () => {
    const made = await open([
      { id: 'twice#2', kept: false, step: 'check', same: 'first' },
      { id: 'first', question: 'Where is it?' },
      { id: 'like', kept: false, step: 'duplicates', same: "g'one" },
    ]);
    const sameOf = async (index: number) =>
      (await made.client.call('madeItem', { dir: made.dir, index })).same;
    expect(await sameOf(0)).toEqual({ id: 'first', index: 1, question: 'Where is it?' });
    expect(await sameOf(1)).toBeUndefined();
    expect(await sameOf(2)).toEqual({ id: "g'one" });
  });

  it('show images of the folders that the recipe names and of the workspace, and none that a link leads out to', async () => {
    const elsewhere = newRoot();
    writeFileSync(join(elsewhere, 'secret.png'), pngOf(1));
    const root = newRoot();
    const images = join(root, 'data', 'images');
    mkdirSync(images, { recursive: true });
    writeFileSync(join(images, 'a.png'), pngOf(2));
    writeFileSync(join(images, 'text.png'), 'no image');
    symlinkSync(join(elsewhere, 'secret.png'), join(images, 'link.png'));
    const files = ['a.png', 'text.png', 'none.png', 'link.png'].map((name) => join(images, name));
    const dir = await putMade(root, [{ images: [...files, join(elsewhere, 'secret.png'), '/etc/passwd'] }]);
    const client = start();
    // No workspace is open: what the recipe names is enough.
    await client.call('madeSets', { file: join(root, 'hard.curriculum.yaml') });
    const item: MadeItem = await client.call('madeItem', { dir, index: 0 });
    expect(item.images[0]).toEqual({ file: join(images, 'a.png'), width: 8, height: 8 });
    expect(item.images.slice(1).map((image) => 'missing' in image)).toEqual([true, true, true, true, true]);
    expect(JSON.stringify(item.images[3])).toContain('symbolic link');
  });

  it('are found again where their folder was copied to, and no file that a path would climb to', async () => {
    const root = newRoot();
    const images = join(root, 'data', 'images');
    mkdirSync(join(images, 'park'), { recursive: true });
    for (const path of [join(images, 'park', 'a.png'), join(root, 'outside.png')])
      writeFileSync(path, pngOf(2));
    const dir = await putMade(root, [
      { images: ['/there/images/data/images/park/a.png', '/there/data/images/../../outside.png'] },
    ]);
    const client = start();
    await client.call('madeSets', { file: join(root, 'hard.curriculum.yaml') });
    const item: MadeItem = await client.call('madeItem', { dir, index: 0 });
    expect(item.images[0]).toMatchObject({ file: join(images, 'park', 'a.png') });
    expect(item.images[1]).toHaveProperty('missing');
  });
});

describe('a word by hand', () => {
  it('is on the disk when it is answered, counts from then on, and can be taken back', async () => {
    const made = await open([{ id: 'one' }, { id: 'two' }]);
    const { client, dir } = made;
    const row = await client.call('madeHand', { dir, index: 1, decision: 'drop', note: 'two towers' });
    expect(row).toMatchObject({ id: 'two', hand: 'drop' });
    const [line] = readFileSync(join(dir, 'hand.jsonl'), 'utf8').trim().split('\n');
    expect(JSON.parse(line!)).toEqual({
      q: 'two',
      decision: 'drop',
      note: 'two towers',
      time: expect.stringMatching(/^\d{4}-/u) as string,
    });
    expect(await idsOf(made, { hand: true })).toEqual(['two']);
    expect((await client.call('madeItem', { dir, index: 1 })).note).toBe('two towers');
    const back = await client.call('madeHand', { dir, index: 1, decision: null });
    expect(back).not.toHaveProperty('hand');
    expect(await idsOf(made, { hand: true })).toEqual([]);
  });

  it('of another process is told and read; torn and strange lines are passed over', async () => {
    const made = await open([{ id: 'one' }, { id: 'two' }]);
    await idsOf(made);
    const hand = join(made.dir, 'hand.jsonl');
    const line = (q: string, decision: string): string =>
      `${JSON.stringify({ q, decision, time: '2026-01-01T00:00:00Z' })}\n`;
    appendFileSync(
      hand,
      `${line('one', 'keep')}nonsense\n{"q":1}\n${line('nobody', 'drop')}${line('one', 'drop')}{"q":"two","decision":"keep","ti`,
    );
    await until('it is told', () => made.client.of('made').length > 0);
    expect(await idsOf(made, { hand: true })).toEqual(['one']);
    // What comes after a torn line is a line of its own.
    await made.client.call('madeHand', { dir: made.dir, index: 1, decision: 'keep' });
    expect(await idsOf(made, { hand: true })).toEqual(['one', 'two']);
    expect((await made.client.call('madeItem', { dir: made.dir, index: 0 })).hand).toBe('drop');
  });

  it('is not written through a link, nor of what never was a question', async () => {
    const made = await open([
      { id: 'one' },
      { id: 'gone#0', question: null, kept: false, step: 'write' },
      { id: 'odd', kept: false, step: 'check' },
    ]);
    const { client, dir, root } = made;
    expect(await failure(client.call('madeHand', { dir, index: 1, decision: 'keep' }))).toMatchObject({
      message: 'There is nothing to keep or drop: it fell before there was a question',
    });
    expect(await failure(client.call('madeHand', { dir, index: 2, decision: 'keep' }))).toMatchObject({
      message: 'It cannot be kept or dropped by hand: it fell before any model was asked',
    });
    const other = join(root, 'other.txt');
    writeFileSync(other, 'mine');
    symlinkSync(other, join(dir, 'hand.jsonl'));
    expect(await failure(client.call('madeHand', { dir, index: 0, decision: 'keep' }))).toMatchObject({
      message: expect.stringContaining('is no file of its own') as string,
    });
    expect(readFileSync(other, 'utf8')).toBe('mine');
  });
});

describe('rows that no make writes', () => {
  const damaged = async (write: (path: string) => Promise<void> | void): Promise<unknown> => {
    const made = await open([{}]);
    const path = join(made.dir, 'rows.parquet');
    rmSync(path);
    await write(path);
    const told = await failure(made.client.call('madeOpen', { dir: made.dir }));
    expect(told).toMatchObject({ hint: 'Make the dataset again.' });
    expect(told).not.toHaveProperty('defect');
    return told;
  };
  const message = (text: string): object => ({ message: expect.stringContaining(text) as string });

  it('are refused in words: no file, no Parquet, another type, gaps, odd steps', async () => {
    expect(await damaged(() => undefined)).toMatchObject(message('There is no rows.parquet'));
    expect(await damaged((path) => writeFileSync(path, 'PAR1 nothing'))).toMatchObject(
      message('cannot be read'),
    );
    expect(await damaged((path) => writeRows(path, [{}], { answers: 'VARCHAR' }))).toMatchObject(
      message('its column answers is no STRUCT'),
    );
    expect(await damaged((path) => writeRows(path, [{ i: 1 }, { i: 2 }]))).toMatchObject(
      message('its numbers do not count from 0'),
    );
    expect(await damaged((path) => writeRows(path, [{ i: 0 }, { i: 0 }]))).toMatchObject(
      message('its numbers do not count from 0'),
    );
    expect(await damaged((path) => writeRows(path, [{ kept: false, step: 'cook' }]))).toMatchObject(
      message('row 0 fell at a step that no make has'),
    );
    expect(await damaged((path) => mkdirSync(path))).toMatchObject(message('is no file of its own'));
  });
});
