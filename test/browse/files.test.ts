import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { auditRun, figuresOfSet } from '../../src/audit';
import { simulate, toLines } from '../audit/synthetic';
import { until } from '../fixtures/runs/processes';
import { auditors, failure } from './support/auditors';
import { putSet } from './support/set';

const { newRoot, start, open } = auditors();

describe('files', () => {
  it('hold what was filtered, and nothing that a spreadsheet or a browser would run', async () => {
    const evil = '<img src=x onerror=alert(1)></title><script>alert(1)</script>';
    const { client, root, ask } = await open([
      { row: '=1+1', response: '=cmd|calc', gold: '-2+3', question: evil },
      { row: '@SUM', response: 'says "hi", twice\nand more', correct: true },
      { row: '\tx', response: '+1' },
    ]);
    const output = (name: string): string => join(root, name);
    expect(await client.call('export', { ...ask(), format: 'jsonl', output: output('a.jsonl') })).toEqual({
      rows: 2,
    });
    const lines = readFileSync(output('a.jsonl'), 'utf8')
      .trim()
      .split('\n')
      .map((text) => JSON.parse(text) as { row: string });
    expect(lines.map(({ row }) => row)).toEqual(['=1+1', '\tx']);
    await client.call('export', { ...ask({ outcome: 'all' }), format: 'csv', output: output('a.csv') });
    const csv = readFileSync(output('a.csv'), 'utf8');
    expect(csv.startsWith('\ufeffrow,dataset')).toBe(true);
    expect(csv).toContain(`"'=1+1"`);
    expect(csv).toContain(`"'-2+3"`);
    expect(csv).toContain(`"says ""hi"", twice\nand more"`);
    for (const cell of csv.slice(1).split(/,|\r\n/u)) expect(cell).not.toMatch(/^"?[=+\-@\t]/u);
    await client.call('export', { ...ask(), format: 'html', output: output('a.html') });
    const page = readFileSync(output('a.html'), 'utf8');
    expect(page).toContain(`default-src 'none'`);
    expect(page).toContain('&lt;img src=x onerror=alert(1)&gt;');
    expect(page).not.toMatch(/<img src=x|<script/u);
    expect(
      await failure(client.call('export', { ...ask(), format: 'csv', output: join(root, 'a.csv', 'b.csv') })),
    ).not.toHaveProperty('defect');
  });

  it('for training have as many marks as images, which stand relative to the file', async () => {
    const png = Buffer.from(
      'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
      'base64',
    );
    const root = newRoot();
    mkdirSync(join(root, 'images'));
    writeFileSync(join(root, 'images', 'a.png'), png);
    const set = await putSet(
      root,
      'one',
      [
        {
          row: 'a',
          images: [{ file: join(root, 'images', 'a.png') }],
          options: ['2', '3'],
          caption: 'Three apples.',
        },
        { row: 'gone', images: [{ file: join(root, 'images', 'gone.png') }] },
        { row: 'no gold', gold: ' ' },
        { row: 'text', question: 'What is <image> 1 + 2?' },
      ],
      [join(root, 'images')],
    );
    const client = start();
    await client.call('sets', { roots: [root] });
    const output = join(root, 'data', 'see-again.jsonl');
    const drafted = await client.call('draftRows', { set, filter: {}, output });
    expect(drafted).toEqual({
      rows: 2,
      datasets: ['MathVista_MINI'],
      capability: 'visual-reasoning',
      heldOut: true,
    });
    const rows = readFileSync(output, 'utf8')
      .trim()
      .split('\n')
      .map((text) => JSON.parse(text) as unknown);
    expect(rows).toEqual([
      {
        id: 'MathVista_MINI/a',
        problem: '<image>How many apples are there?',
        answer: '3',
        options: ['2', '3'],
        images: ['../images/a.png'],
        caption: 'Three apples.',
        from: { dataset: 'MathVista_MINI', row: 'a' },
      },
      expect.objectContaining({ problem: 'What is  1 + 2?', images: [] }),
    ]);
  });
});

describe('long work', () => {
  it('imports a table as a job that is told until its end, and the set can be opened', async () => {
    const { client, root } = await open([{ row: 'a' }]);
    const path = join(root, 'answers.jsonl');
    const lines = [
      { id: 'x', question: '1 + 2?', answer: '3', prediction: '\\boxed{4}' },
      { id: 'y', question: '1 + 1?', answer: '2', prediction: '\\boxed{2}' },
    ];
    writeFileSync(path, lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
    const mapping = { id: 'id', question: 'question', answer: 'answer', response: 'prediction' };
    const [found] = await client.call('probe', { path });
    expect(found).toMatchObject({ kind: 'table', columns: ['id', 'question', 'answer', 'prediction'] });
    const { job } = await client.call('import', { root, path, mapping });
    const ended = await until('the import ends', () => client.of('ended').find((one) => one.job === job));
    if (ended.end.state !== 'done') throw new Error(JSON.stringify(ended.end));
    const opened = await client.call('open', { set: ended.end.set });
    expect(opened).toMatchObject({ rows: 2, failures: 1, kind: 'import' });
    await until('the list has it', () => client.of('sets').some(({ sets }) => sets.length === 2));
    expect(await failure(client.call('import', { root: '/elsewhere', path }))).toMatchObject({
      message: '/elsewhere is not an open workspace',
    });
  });

  it('makes the set of a run when it is first opened, with the answers of its arms and shares by stage', async () => {
    const root = newRoot();
    const run = join(root, '.stagecraft', 'runs', '20261122-100000-line-00aa');
    mkdirSync(join(run, 'stages', 'see'), { recursive: true });
    const predictions = simulate({ misreads: 0.5, miscounts: 0.1, misreadsText: 0, items: 40 });
    const [dataset = ''] = predictions.map((one) => one.dataset);
    writeFileSync(join(run, 'stages', 'see', 'predictions.jsonl'), toLines(predictions));
    const client = start();
    const [listed] = await client.call('sets', { roots: [root] });
    expect(listed).toMatchObject({ kind: 'run', run, rows: 0, dir: join(run, 'audit') });
    await auditRun(run);
    const [audited] = await client.call('sets', { roots: [root] });
    expect(audited).toMatchObject({ rows: 40 });
    const opened = await client.call('open', { set: run });
    expect(opened).toMatchObject({ kind: 'run', rows: 40, dir: join(run, 'audit') });
    expect(opened.failures).toBeGreaterThan(5);
    expect(audited?.failures).toBe(opened.failures);
    expect(opened.methods.counterfactual).toBe(opened.failures);
    const bars = await client.call('groups', {
      set: run,
      filter: {},
      order: 'source',
      descending: false,
      by: 'dataset',
      method: 'counterfactual',
    });
    expect(bars.map(({ name }) => name)).toContain(dataset);
    const sum = (of: (bar: (typeof bars)[number]) => number): number =>
      bars.reduce((all, bar) => all + of(bar), 0);
    expect(sum(({ failures }) => failures)).toBe(opened.failures);
    const figures = await client.call('figures', { set: run });
    expect(figures).toEqual(await figuresOfSet(join(run, 'audit')));
    expect(sum(({ perception }) => perception?.k ?? 0)).toBe(figures.perception.counterfactual?.k);
    expect(sum(({ perception }) => perception?.n ?? 0)).toBe(figures.perception.counterfactual?.n);
    const leftOut = new Map<string, number>();
    for (const { reason, n } of bars.flatMap(({ perception }) => perception?.excluded ?? [])) {
      leftOut.set(reason, (leftOut.get(reason) ?? 0) + n);
    }
    const { excluded = [] } = figures.perception.counterfactual ?? {};
    expect([...leftOut].sort()).toEqual(excluded.map(({ reason, n }) => [reason, n]).sort());
    const [row] = (
      await client.call('page', {
        set: run,
        filter: {},
        order: 'source',
        descending: false,
        from: 0,
        count: 1,
      })
    ).rows;
    const item = await client.call('item', { set: run, index: row?.index ?? 0 });
    expect(new Set(item.answers.map(({ arm }) => arm))).toEqual(new Set(['image', 'description', 'neither']));
    expect(item.details[0]).toMatchObject({ method: 'counterfactual' });
  });
});
