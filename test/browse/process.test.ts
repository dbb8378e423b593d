import { appendFileSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import type { AuditQuery } from '../../src/protocol';
import { until } from '../fixtures/runs/processes';
import { auditors, failure } from './support/auditors';
import type { AuditorClient } from './support/client';
import { putSet } from './support/set';

const { newRoot, open } = auditors();
const rowsOf = async (client: AuditorClient, query: AuditQuery): Promise<readonly string[]> =>
  (await client.call('page', { ...query, from: 0, count: 200 })).rows.map(({ row }) => row);

describe('a set', () => {
  it('is listed with its counts before it is opened, and told when it comes', async () => {
    const { client, root } = await open([{ row: 'a' }, { row: 'b', correct: true }]);
    const [one] = await client.call('sets', { roots: [root] });
    expect(one).toMatchObject({ id: 'one', rows: 2, failures: 1, methods: {} });
    await putSet(root, 'two', [{ row: 'x' }]);
    await until('the new set is told', () => client.of('sets').some(({ sets }) => sets.length === 2));
  });

  it('outside a workspace, behind a link, or of an odd name is refused', async () => {
    const { client, root } = await open([{ row: 'a' }]);
    const elsewhere = newRoot();
    const other = await putSet(elsewhere, 'other', [{ row: 'secret' }]);
    symlinkSync(other, join(root, '.stagecraft', 'audits', 'linked'));
    const inside = (name: string): string => join(root, '.stagecraft', 'audits', name);
    for (const set of [other, inside('linked'), inside('.hidden'), inside('none'), root]) {
      expect(await failure(client.call('open', { set })), set).toMatchObject({
        message: expect.not.stringContaining('secret') as string,
      });
    }
    const up = `${inside('one')}/../one`;
    expect(await failure(client.call('open', { set: up }))).toMatchObject({
      message: 'open.set: expected an absolute path',
    });
  });

  it('with damaged items is refused in words', async () => {
    const { client, root } = await open([{ row: 'a' }]);
    const dir = await putSet(root, 'torn', [{ row: 'a' }]);
    writeFileSync(join(dir, 'items.parquet'), 'PAR1 nothing');
    const told = await failure(client.call('open', { set: dir }));
    expect(told).toMatchObject({ hint: 'Import the results again.' });
    expect(told).not.toHaveProperty('defect');
  });
});

describe('a query', () => {
  it('shows failures of the source order by default, texts cut', async () => {
    const long = 'x'.repeat(1000);
    const { client, ask } = await open([
      { row: 'right', correct: true },
      { row: 'wrong', question: long, category: 'chart' },
      { row: 'unknown', correct: null },
    ]);
    const page = await client.call('page', { ...ask(), from: 0, count: 10 });
    expect(page).toMatchObject({ total: 1, from: 0, revision: 1 });
    expect(page.rows[0]).toMatchObject({ index: 1, row: 'wrong', correct: false, length: 10, verdicts: [] });
    expect(page.rows[0]?.question).toHaveLength(300);
    expect(await rowsOf(client, ask({ outcome: 'unjudged' }))).toEqual(['unknown']);
    expect(await client.call('position', { ...ask({ outcome: 'all' }), index: 2 })).toEqual({ position: 2 });
    expect(await client.call('position', { ...ask(), index: 0 })).toEqual({ position: -1 });
  });

  it('takes every character of a search for itself, in any case, in every field', async () => {
    const { client, ask } = await open([
      { row: 'percent', response: 'about 50% of it' },
      { row: 'under_score', response: 'nothing' },
      { row: 'quote', response: `it's "so"; DROP TABLE items --` },
      { row: 'umlaut', question: 'WIE VIELE ÄPFEL?' },
      { row: 'gold', gold: 'Zebra' },
      { row: 'plain', response: '500 and underXscore' },
    ]);
    const find = (text: string) => rowsOf(client, ask({ text }));
    expect(await find('50%')).toEqual(['percent']);
    expect(await find('%')).toEqual(['percent']);
    expect(await find('under_')).toEqual(['under_score']);
    expect(await find(`it's "SO"; drop`)).toEqual(['quote']);
    expect(await find('äpfel')).toEqual(['umlaut']);
    expect(await find('zebra')).toEqual(['gold']);
    expect(await find('PLAIN')).toEqual(['plain']);
    expect(await find('apples\u001f')).toEqual([]);
  });

  it('leaves the own field out of its facets and counts groups with their failures', async () => {
    const { client, ask } = await open([
      { row: '1', dataset: 'A', capability: 'perception' },
      { row: '2', dataset: 'A', capability: 'perception', correct: true },
      { row: '3', dataset: 'B', length: 5000, truncated: true },
    ]);
    const facets = await client.call('facets', ask({ datasets: ['A'] }));
    expect(facets.total).toBe(1);
    expect(facets.datasets).toEqual([
      { name: 'A', n: 1 },
      { name: 'B', n: 1 },
    ]);
    expect(facets.flags).toContainEqual({ name: 'truncated', n: 0 });
    expect(facets.lengths).toMatchObject({ low: 10, high: 5000 });
    expect(facets.lengths.bins.reduce((a, b) => a + b, 0)).toBe(1);
    const bars = await client.call('groups', { ...ask(), by: 'dataset', method: 'human' });
    expect(bars.map(({ name, failures, accuracy }) => [name, failures, accuracy.k, accuracy.n])).toEqual([
      ['A', 1, 1, 2],
      ['B', 1, 0, 1],
    ]);
    const lengths = await client.call('groups', { ...ask(), by: 'length', method: 'human' });
    expect(lengths.map(({ name }) => name)).toEqual(['0-511', '4096-8191']);
  });

  it('of a wrong shape is refused by its place and ends nothing', async () => {
    const { client, ask } = await open([{ row: 'a' }]);
    const wrong = [
      { call: 'page', params: { ...ask(), from: 0, count: 501 } },
      { call: 'page', params: { ...ask({ labels: ['PERC', 'NOPE' as 'PERC'] }), from: 0, count: 1 } },
      { call: 'page', params: { ...ask(), order: 'row); DROP', from: 0, count: 1 } },
      { call: 'item', params: { set: ask().set, index: 7 } },
      { call: 'toString', params: {} },
      { call: 'page' },
    ];
    for (const message of wrong) {
      const told = await failure(client.send(message));
      expect(told, JSON.stringify(message)).toMatchObject({ message: expect.any(String) as string });
      expect(told).not.toHaveProperty('defect');
    }
    expect(await rowsOf(client, ask())).toEqual(['a']);
  });
});

describe('verdicts', () => {
  const line = (row: string, label: string, more: object = {}): string =>
    JSON.stringify({
      row,
      dataset: 'MathVista_MINI',
      method: 'judge',
      label,
      at: '2026-11-22T12:00:00.000Z',
      by: 'a judge',
      evidence: {},
      ...more,
    });

  it('are read as they are appended; a torn line waits, strange ones are passed over', async () => {
    const { client, set, ask } = await open([{ row: 'a' }, { row: 'b' }, { row: 'c' }]);
    const file = join(set, 'judge.jsonl');
    writeFileSync(file, `${line('a', 'PERC', { subtype: 'count' })}\nnot json\n${line('zzz', 'REAS')}\n`);
    const opened = await client.call('open', { set });
    expect(opened.methods).toEqual({ judge: 1 });
    const second = line('b', 'REAS');
    appendFileSync(file, second.slice(0, 30));
    appendFileSync(file, second.slice(30));
    expect(await rowsOf(client, ask({ labels: ['REAS'] }))).toEqual([]);
    const before = client.of('changed').length;
    appendFileSync(file, '\n');
    await until('the change is told', () => client.of('changed').length > before);
    expect(await rowsOf(client, ask({ labels: ['REAS'] }))).toEqual(['b']);
    expect(await rowsOf(client, ask({ labels: ['none'], method: 'judge' }))).toEqual(['c']);
    const [row] = (await client.call('page', { ...ask(), from: 0, count: 1 })).rows;
    expect(row?.verdicts).toEqual([{ method: 'judge', label: 'PERC', subtype: 'count' }]);
    writeFileSync(join(set, 'new'), `${line('c', 'KNOW')}\n`);
    rmSync(file);
    writeFileSync(file, readFileSync(join(set, 'new')));
    await until(
      'a file that was replaced is read anew',
      async () => (await rowsOf(client, ask({ labels: ['none'] }))).join() === 'a,b',
    );
  });

  it('of the arms in their older form are labels', async () => {
    const { client, set, ask } = await open([
      { row: 'a', images: [{ file: '/x.png' }] },
      { row: 'b' },
      { row: 'c' },
    ]);
    const arms = { image: { k: 4, right: 0 }, description: { k: 4, right: 4 } };
    const older = (row: string, verdict: string): string =>
      `${JSON.stringify({ row, dataset: 'MathVista_MINI', capability: 'x', gold: '3', images: [], arms, verdict, stochastic: false, leak: 'none' })}\n`;
    writeFileSync(
      join(set, 'counterfactual.jsonl'),
      older('a', 'perception') + older('b', 'reasoning') + older('c', 'right'),
    );
    await client.call('open', { set });
    expect(await rowsOf(client, ask({ labels: ['PERC'], method: 'counterfactual' }))).toEqual(['a']);
    const { details } = await client.call('item', { set, index: 0 });
    expect(details[0]).toMatchObject({ method: 'counterfactual', verdict: 'perception', label: 'PERC' });
  });

  it('of people are on the disk when the call is answered, seen at once, and can be taken back', async () => {
    const { client, set, ask } = await open([{ row: 'a' }, { row: 'b' }]);
    await client.call('open', { set });
    const first = await client.call('label', {
      set,
      index: 0,
      label: 'PERC',
      subtype: 'count',
      annotator: 'ann',
      note: 'n',
    });
    const told = readFileSync(join(set, 'labels.jsonl'), 'utf8').trim().split('\n');
    expect(JSON.parse(told[0] ?? '')).toMatchObject({ row: 'a', label: 'PERC', annotator: 'ann' });
    expect(await rowsOf(client, ask({ labels: ['PERC'] }))).toEqual(['a']);
    await client.call('label', { set, index: 0, label: 'REAS', annotator: 'bob' });
    const both = await client.call('item', { set, index: 0 });
    expect(both.verdicts).toEqual([{ method: 'human', label: 'UNSURE' }]);
    expect(both.details.map((detail) => [detail.by, detail.label])).toEqual([
      ['ann', 'PERC'],
      ['bob', 'REAS'],
    ]);
    await client.call('label', { set, index: 0, label: 'REAS', annotator: 'adjudicated' });
    expect((await client.call('item', { set, index: 0 })).verdicts).toEqual([
      { method: 'human', label: 'REAS' },
    ]);
    for (const annotator of ['ann', 'bob', 'adjudicated']) {
      await client.call('label', { set, index: 0, label: null, annotator });
    }
    const last = await client.call('item', { set, index: 0 });
    expect(last.verdicts).toEqual([]);
    expect((await client.call('page', { ...ask(), from: 0, count: 1 })).revision).toBeGreaterThan(
      first.revision,
    );
    expect(
      await failure(
        client.call('label', { set, index: 0, label: 'PERC', subtype: 'logic', annotator: 'ann' }),
      ),
    ).toMatchObject({
      message: expect.stringContaining('subtype') as string,
    });
  });

  it('never go through a link to another file', async () => {
    const { client, root, set } = await open([{ row: 'a' }]);
    await client.call('open', { set });
    const other = join(root, 'profile');
    writeFileSync(other, 'mine\n');
    symlinkSync(other, join(set, 'labels.jsonl'));
    const told = await failure(client.call('label', { set, index: 0, label: 'PERC', annotator: 'ann' }));
    expect(told).toMatchObject({ message: expect.stringContaining('no file of its own') as string });
    expect(readFileSync(other, 'utf8')).toBe('mine\n');
  });

  it('many at once are all kept and told at most ten times a second', async () => {
    const { client, set } = await open(Array.from({ length: 50 }, (_, i) => ({ row: `r${i}` })));
    await client.call('open', { set });
    const begun = performance.now();
    await Promise.all(
      Array.from({ length: 50 }, (_, index) =>
        client.call('label', { set, index, label: 'PERC', annotator: 'ann' }),
      ),
    );
    expect(readFileSync(join(set, 'labels.jsonl'), 'utf8').trim().split('\n')).toHaveLength(50);
    await until('labels are told', () => client.of('changed').length > 0);
    // One at once, one at the end, and ten for each second between, of which a loaded machine may need many.
    expect(client.of('changed').length).toBeLessThanOrEqual(2 + (performance.now() - begun) / 100);
  });

  it('of a sample are asked for one after another until all are given', async () => {
    const items = Array.from({ length: 60 }, (_, i) => ({ row: `r${i}`, dataset: i < 45 ? 'big' : 'small' }));
    const { client, set } = await open(items);
    await client.call('open', { set });
    const ask = (annotator: string, after?: number) =>
      client.call('triage', {
        set,
        annotator,
        filter: {},
        sample: 8,
        ...(after === undefined ? {} : { after }),
      });
    const seen: number[] = [];
    for (let step = 0; step < 8; step += 1) {
      const { next, done, of } = await ask('ann');
      expect([done, of]).toEqual([step, 8]);
      seen.push(next ?? -1);
      await client.call('label', { set, index: next ?? 0, label: 'REAS', annotator: 'ann' });
    }
    expect(new Set(seen).size).toBe(8);
    expect(seen.filter((index) => index >= 45)).toHaveLength(2);
    expect(await ask('ann')).toEqual({ done: 8, of: 8 });
    expect((await ask('bob')).next).toBe(seen[0]);
    expect((await ask('bob', seen[0])).next).toBe(seen[1]);
  });
});

describe('two sets', () => {
  it('are compared on common items, whatever their order', async () => {
    const { client, root, set } = await open([
      { row: 'a', correct: true, right: 1, extracted: '3' },
      { row: 'b' },
      { row: 'c', correct: true, right: 1 },
      { row: 'only here' },
    ]);
    const against = await putSet(root, 'before', [
      { row: 'c', response: 'was \\boxed{9}', length: 30 },
      { row: 'b' },
      { row: 'a', correct: true, right: 1 },
    ]);
    const query = {
      set,
      against,
      filter: { outcome: 'all', changes: ['fixed'] },
      order: 'source',
      descending: false,
    } as const;
    const page = await client.call('page', { ...query, from: 0, count: 10 });
    expect(page.rows.map(({ row, change }) => [row, change])).toEqual([['c', 'fixed']]);
    const comparison = await client.call('compare', { set, against });
    expect(comparison).toMatchObject({
      common: 3,
      onlyFirst: 1,
      onlySecond: 0,
      counts: { fixed: 1, broken: 0, 'still wrong': 1, 'still right': 1 },
      p: 1,
    });
    expect(comparison.accuracy).toContain('3 common items');
    const { other } = await client.call('item', { set, index: 2, against });
    expect(other).toMatchObject({ set: against, response: 'was \\boxed{9}', correct: false, length: 30 });
    expect(
      await failure(client.call('page', { ...query, against: undefined as never, from: 0, count: 1 })),
    ).toMatchObject({
      message: expect.stringContaining('against another set') as string,
    });
  });
});

describe('an item', () => {
  it('comes with its neighbours, those of its image first, and is found by its names', async () => {
    const image = [{ file: '/nowhere/a.png' }];
    const { client, set } = await open([
      { row: 'a', images: image },
      { row: 'b' },
      { row: 'c', dataset: 'other' },
      { row: 'd', images: image, response: 'y'.repeat(300_000), line: 4 },
    ]);
    const item = await client.call('item', { set, index: 3 });
    expect(item.neighbours.map(({ row }) => row)).toEqual(['a', 'b']);
    expect(item.pictures).toEqual([{ missing: expect.any(String) as string }]);
    expect(item.response.length).toBeLessThan(200_100);
    expect(item.response).toContain('more characters]');
    expect(item.source).toEqual({ file: '/data/results.xlsx', line: 4 });
    expect(await client.call('find', { set, dataset: 'other', row: 'c' })).toEqual({ index: 2 });
    expect(await client.call('find', { set, dataset: 'other', row: 'a' })).toEqual({});
  });
});
