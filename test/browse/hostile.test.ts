import {
  appendFileSync,
  existsSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import type { AuditCall } from '../../src/protocol';
import { until } from '../fixtures/runs/processes';
import { auditors, failure } from './support/auditors';
import { generateSet } from './support/set';

const { newRoot, start, open } = auditors();

/** Every call with parameters that are right, so that one wrong part is what is refused. */
const rightParams = (set: string, root: string): Readonly<Record<AuditCall, object>> => {
  const query = { set, filter: {}, order: 'source', descending: false };
  const model = { id: 'm', title: 'm', api: 'openai', url: 'http://127.0.0.1:9/v1', model: 'm' };
  return {
    sets: { roots: [root] },
    open: { set },
    close: { set },
    probe: { path: join(set, 'audit.json') },
    import: { root, path: join(root, 'nothing.jsonl') },
    page: { ...query, from: 0, count: 10 },
    position: { ...query, index: 0 },
    facets: query,
    groups: { ...query, by: 'dataset', method: 'judge' },
    item: { set, index: 0 },
    find: { set, dataset: 'a', row: 'b' },
    figures: { set },
    compare: { set, against: set },
    label: { set, index: 0, label: 'PERC', annotator: 'ann' },
    triage: { set, annotator: 'ann', filter: {} },
    attribute: { set, method: 'judge', model, dryRun: true },
    cancel: { job: 1 },
    export: { ...query, format: 'jsonl', output: join(root, 'out.jsonl') },
    stages: { file: join(root, 'curriculum.yaml') },
    lines: { file: join(root, 'a.jsonl'), lines: [{ line: 1 }] },
    draftRows: { set, filter: {}, output: join(root, 'rows.jsonl') },
    models: { files: [join(root, 'curriculum.yaml')] },
    madeSets: { file: join(root, 'curriculum.yaml') },
    madeOpen: { dir: set },
    madePage: { dir: set, filter: {}, offset: 0, count: 10 },
    madePosition: { dir: set, filter: {}, index: 0 },
    madeFacets: { dir: set, filter: {} },
    madeItem: { dir: set, index: 0 },
    madeHand: { dir: set, index: 0, decision: 'keep' },
    keys: { keys: { A: 'b' } },
  };
};

const ODD: readonly unknown[] = [
  null,
  [],
  {},
  '',
  'relative/path',
  '/../../etc/passwd',
  '/tmp\0/x',
  'x'.repeat(20_000),
  -1,
  1.5,
  NaN,
  Infinity,
  2 ** 40,
  true,
  [null],
  new Array(20_000).fill('x'),
  { __proto__: null, then: 'x' },
  new Map([['a', 1]]),
];

describe('what is asked wrongly', () => {
  it('is refused or answered in every place of every call, and the process goes on', async () => {
    const { client, root, set, ask } = await open([{ row: 'a' }, { row: 'b' }]);
    await client.call('open', { set });
    const defects: string[] = [];
    let refused = 0;
    for (const [call, params] of Object.entries(rightParams(set, root))) {
      if (call === 'sets') continue;
      for (const field of Object.keys(params)) {
        const told = await Promise.all(
          ODD.map((odd) => failure(client.send({ call, params: { ...params, [field]: odd } }))),
        );
        told.forEach((one, at) => {
          if (one === undefined) return;
          refused += 1;
          const text = JSON.stringify(one);
          if (text.includes('"defect"') || /\n\s+at /u.test(text))
            defects.push(`${call}.${field}[${at}]: ${text}`);
        });
      }
      for (const odd of ODD) expect(await failure(client.send({ call, params: odd })), call).toBeDefined();
    }
    expect(defects).toEqual([]);
    expect(refused).toBeGreaterThan(500);
    expect((await client.call('page', { ...ask({ outcome: 'all' }), from: 0, count: 2 })).rows).toHaveLength(
      2,
    );
  });

  it('never reaches a folder that is no set of a workspace', async () => {
    const { client, root, set } = await open([{ row: 'a' }]);
    const elsewhere = join(newRoot(), '.stagecraft', 'audits', 'x');
    for (const [call, params] of Object.entries(rightParams(set, root))) {
      if (!('set' in params)) continue;
      const told = await failure(client.send({ call, params: { ...params, set: elsewhere } }));
      expect(told, call).toMatchObject({ message: expect.stringContaining('no audit set') as string });
    }
  });
});

describe('a set that is open', () => {
  it('and deleted is told to be gone, its questions fail in words, and it can come again', async () => {
    const { client, root, set, ask } = await open([{ row: 'a' }, { row: 'b' }]);
    await client.call('open', { set });
    const away = join(root, 'away');
    renameSync(set, away);
    await until('the list is empty', () => client.of('sets').at(-1)?.sets.length === 0);
    const told = await failure(client.call('open', { set }));
    expect(told).toMatchObject({ message: expect.any(String) as string });
    for (const call of [
      client.call('item', { set, index: 0 }),
      client.call('label', { set, index: 0, label: 'PERC', annotator: 'ann' }),
      client.call('figures', { set }),
    ]) {
      const one = await failure(call);
      if (one !== undefined) expect(one).not.toHaveProperty('defect');
    }
    expect(existsSync(set)).toBe(false);
    renameSync(away, set);
    await until('the list has it', () => client.of('sets').at(-1)?.sets.length === 1);
    await client.call('open', { set });
    expect((await client.call('page', { ...ask(), from: 0, count: 5 })).total).toBe(2);
    expect((await client.call('item', { set, index: 1 })).row).toBe('b');
  });

  it('forgets verdicts whose file is cut, and reads one that took its place', async () => {
    const { client, set, ask } = await open([{ row: 'a' }, { row: 'b' }]);
    await client.call('open', { set });
    const line = (row: string, label: string): string =>
      `${JSON.stringify({ row, dataset: 'MathVista_MINI', method: 'judge', label, at: '2026-11-22T12:00:00.000Z', by: 'j', evidence: {} })}\n`;
    const file = join(set, 'judge.jsonl');
    const count = async (label: 'PERC' | 'REAS'): Promise<number> =>
      (await client.call('page', { ...ask({ labels: [label] }), from: 0, count: 1 })).total;
    writeFileSync(file, line('a', 'PERC') + line('b', 'PERC'));
    await until('both are read', async () => (await count('PERC')) === 2);
    truncateSync(file, 0);
    await until('none is left', async () => (await count('PERC')) === 0);
    expect((await client.call('item', { set, index: 0 })).details).toEqual([]);
    appendFileSync(file, line('b', 'REAS'));
    await until('the new one is read', async () => (await count('REAS')) === 1);
    writeFileSync(`${file}.new`, line('a', 'REAS') + line('b', 'REAS') + line('a', 'PERC'));
    renameSync(`${file}.new`, file);
    await until('the file in its place is read', async () => (await count('PERC')) === 1);
    expect(await count('REAS')).toBe(1);
  });

  it('is labelled by two processes at once, and both see every label', async () => {
    const { client: one, root, set } = await open(Array.from({ length: 40 }, (_, i) => ({ row: `r${i}` })));
    const other = start();
    await other.call('sets', { roots: [root] });
    await Promise.all([one.call('open', { set }), other.call('open', { set })]);
    await Promise.all(
      Array.from({ length: 40 }, (_, index) => [
        one.call('label', { set, index, label: 'PERC', annotator: 'ann', note: 'n'.repeat(3000) }),
        other.call('label', { set, index, label: 'REAS', annotator: 'bob', note: 'm'.repeat(3000) }),
      ]).flat(),
    );
    // Who looks while the other is writing takes its line for a torn one, and leaves an empty line behind it.
    const lines = readFileSync(join(set, 'labels.jsonl'), 'utf8')
      .split('\n')
      .filter((line) => line !== '');
    expect(lines).toHaveLength(80);
    for (const line of lines) JSON.parse(line);
    for (const client of [one, other]) {
      await until('both have spoken of all', async () => {
        const items = await Promise.all([0, 20, 39].map((index) => client.call('item', { set, index })));
        return items.every(({ details }) => details.length === 2);
      });
    }
  });
});

describe('a large set', () => {
  it('is exported as a job that can be cancelled, while other questions are answered', async () => {
    const root = newRoot();
    const set = await generateSet(root, 'big', 60_000, 400);
    const client = start();
    await client.call('sets', { roots: [root] });
    await client.call('open', { set });
    const query = { set, filter: { outcome: 'all' }, order: 'length', descending: true } as const;
    const output = join(root, 'all.jsonl');
    const exporting = failure(client.call('export', { ...query, format: 'jsonl', output }));
    const first = await until('progress is told', () =>
      client.of('progress').find(({ progress }) => progress.done > 0),
    );
    expect(first.progress).toMatchObject({ what: 'export', set, total: 60_000 });
    expect((await client.call('item', { set, index: 5 })).row).toBe('item-5');
    expect(await failure(client.call('export', { ...query, format: 'jsonl', output }))).toMatchObject({
      message: expect.stringContaining('already') as string,
    });
    await client.call('cancel', { job: first.progress.job });
    expect(await exporting).toMatchObject({ message: 'The export was cancelled' });
    expect(readdirSync(root)).toEqual(['.stagecraft']);
    const some = { ...query, filter: { datasets: ['bench-1'] } };
    const { rows } = await client.call('export', { ...some, format: 'csv', output });
    expect(rows).toBe(5000);
    rmSync(output);
  });

  it('has its figures worked out aside, and answers questions meanwhile', async () => {
    const root = newRoot();
    const set = await generateSet(root, 'big', 40_000, 40);
    const lines = Array.from({ length: 40_000 }, (_, i) =>
      JSON.stringify({
        row: `item-${i}`,
        dataset: `bench-${Math.floor((i * 12) / 40_000)}`,
        method: 'judge',
        label: i % 2 === 0 ? 'PERC' : 'REAS',
        at: '2026-11-22T12:00:00.000Z',
        by: 'j',
        evidence: {},
      }),
    );
    writeFileSync(join(set, 'judge.jsonl'), `${lines.join('\n')}\n`);
    const client = start();
    await client.call('sets', { roots: [root] });
    const opened = await client.call('open', { set });
    await client.call('item', { set, index: 1 });
    let answered = 0;
    const state = { done: false };
    const figuring = client.call('figures', { set }).finally(() => (state.done = true));
    while (!state.done) {
      await client.call('position', { set, filter: {}, order: 'source', descending: false, index: 7 });
      answered += 1;
    }
    const figures = await figuring;
    expect(figures.perception.judge).toMatchObject({ n: opened.failures });
    expect(answered).toBeGreaterThan(20);
    const again = await client.call('compare', { set, against: set });
    expect(again).toMatchObject({ common: 40_000, onlyFirst: 0, onlySecond: 0 });
    const label = await client.call('label', { set, index: 0, label: 'REAS', annotator: 'ann' });
    expect(label.revision).toBeGreaterThan(1);
    expect((await client.call('figures', { set })).agreement).toHaveLength(2);
  });
});
