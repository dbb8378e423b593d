// Figures of the process behind the audit browser: `npx tsx bench/browse.bench.ts`. Prints a Markdown table.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, realpathSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { DuckDBInstance } from '@duckdb/node-api';

import type { AuditFilter, AuditOrder, AuditQuery } from '../src/protocol';
import { AuditorClient, buildAuditor } from '../test/browse/support/client';
import { generateSet } from '../test/browse/support/set';

const rows: string[] = [];
const report = (what: string, figure: string): void => {
  rows.push(`| ${what} | ${figure} |`);
  process.stderr.write(`${what}: ${figure}\n`);
};
const ms = (value: number): string => `${value < 10 ? value.toFixed(1) : Math.round(value)} ms`;
const at = (values: readonly number[], share: number): number =>
  [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))] ?? NaN;
const spread = (values: readonly number[]): string => `${ms(at(values, 0.5))} (p95 ${ms(at(values, 0.95))})`;

async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}
const rss = (pid: number | undefined): string =>
  `${Math.round(Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid ?? 0}/status`, 'utf8'))?.[1]) / 1024)} MB`;

const FILTERS: Readonly<Record<string, (round: number) => AuditFilter>> = {
  dataset: (round) => ({ datasets: [`bench-${round % 12}`] }),
  capability: (round) => ({ capabilities: ['perception'], length: [0, 8000 + round] }),
  category: (round) => ({ categories: [`category ${round % 40}`, 'category 3'] }),
  label: (round) => ({ labels: ['none'], length: [round, 9000] }),
  'trace length': (round) => ({ length: [round * 10, 5000] }),
  flag: (round) => ({ flags: ['truncated'], length: [round, 9000] }),
  'all at once': (round) => ({
    datasets: ['bench-1', 'bench-2'],
    labels: ['none'],
    flags: ['truncated'],
    length: [round, 9000],
  }),
};

async function browse(program: string, count: number, size: number): Promise<void> {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'stagecraft-bench-')));
  const set = await generateSet(root, 'big', count, size, 0.9);
  const file = join(set, 'items.parquet');
  const title = `${count.toLocaleString('en')} rows, responses of ${size} characters (${Math.round(statSync(file).size / 1e6)} MB)`;
  const query: AuditQuery = { set, filter: {}, order: 'source', descending: false };
  const first: number[] = [];
  const opened: number[] = [];
  for (let round = 0; round < 3; round += 1) {
    const start = performance.now();
    const client = AuditorClient.start(program);
    await client.call('sets', { roots: [root] });
    opened.push(
      await timed(async () => {
        await client.call('open', { set });
        await client.call('page', { ...query, from: 0, count: 100 });
      }),
    );
    first.push(performance.now() - start);
    await client.stop();
  }
  report(`${title}: process start, list, open, first page (median of 3)`, ms(at(first, 0.5)));
  report(`${title}: open and first page in a running process`, ms(at(opened, 0.5)));

  const client = AuditorClient.start(program);
  await client.call('sets', { roots: [root] });
  await client.call('open', { set });
  const page = (filter: AuditFilter, order: AuditOrder = 'source') =>
    client.call('page', { ...query, filter, order, from: 0, count: 100 });
  await page({});
  report(`${title}: memory of the process, set open`, rss(client.child.pid));
  for (const [name, make] of Object.entries(FILTERS)) {
    const times: number[] = [];
    for (let round = 0; round < 20; round += 1) times.push(await timed(() => page(make(round))));
    report(`${title}: filter by ${name}`, spread(times));
  }
  for (const order of ['length', 'dataset', 'disagreement'] as const) {
    const times: number[] = [];
    for (let round = 0; round < 5; round += 1) {
      times.push(await timed(() => page({ outcome: 'all', length: [0, 9000 + round] }, order)));
    }
    report(`${title}: order by ${order}, all rows`, spread(times));
  }
  const facets: number[] = [];
  for (let round = 0; round < 10; round += 1) facets.push(await timed(() => client.call('facets', query)));
  report(`${title}: facets`, spread(facets));
  report(`${title}: first text search`, ms(await timed(() => page({ text: 'answer is' }))));
  const searches: number[] = [];
  for (let round = 0; round < 10; round += 1)
    searches.push(await timed(() => page({ text: `${round}765${round}` })));
  report(`${title}: text search after that`, spread(searches));
  const items: number[] = [];
  for (let round = 0; round < 30; round += 1) {
    items.push(await timed(() => client.call('item', { set, index: (round * 7919) % count })));
  }
  report(`${title}: an item with its neighbours (key to next item)`, spread(items));
  const labels: number[] = [];
  for (let index = 0; index < 10; index += 1) {
    labels.push(await timed(() => client.call('label', { set, index, label: 'PERC', annotator: 'bench' })));
  }
  report(`${title}: a label, until it is on the disk`, spread(labels));
  report(`${title}: figures`, ms(await timed(() => client.call('figures', { set }))));
  report(`${title}: memory of the process after all that`, rss(client.child.pid));
  await client.stop();
  await peers(title, file);
  rmSync(root, { recursive: true, force: true });
}

/** The same questions to what a lab would use instead: SQL over the file, and a data frame. */
async function peers(title: string, file: string): Promise<void> {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  const ask = async (where: string): Promise<number> =>
    timed(() =>
      connection.runAndReadAll(
        `SELECT i, "row", left(question, 300), gold, extracted, count(*) OVER () FROM '${file}' WHERE NOT correct AND ${where} ORDER BY i LIMIT 100`,
      ),
    );
  const filters: number[] = [];
  const searches: number[] = [];
  for (let round = 0; round < 5; round += 1) {
    filters.push(await ask(`dataset = 'bench-${round}'`));
    searches.push(await ask(`contains(lower(response), '${round}765${round}')`));
  }
  report(`${title}: DuckDB SQL, filter by data set with its count`, spread(filters));
  report(`${title}: DuckDB SQL, text search with its count`, spread(searches));
  connection.closeSync();
  instance.closeSync();
  const python = spawnSync('python3', ['-c', PANDAS, file], { encoding: 'utf8' });
  if (python.status !== 0) {
    process.stderr.write('pandas is not at hand: left out\n');
    return;
  }
  for (const line of python.stdout.trim().split('\n')) {
    const [what = '', figure = ''] = line.split('\t');
    report(`${title}: pandas, ${what}`, ms(Number(figure)));
  }
}

const PANDAS = `
import sys, time
import pandas as pd
t = time.perf_counter()
frame = pd.read_parquet(sys.argv[1])
print('read', (time.perf_counter() - t) * 1000, sep='\\t')
t = time.perf_counter()
frame[(frame.correct == False) & (frame.dataset == 'bench-3')].head(100)
print('filter by data set', (time.perf_counter() - t) * 1000, sep='\\t')
t = time.perf_counter()
frame[frame.response.str.lower().str.contains('47654', regex=False)].head(100)
print('text search', (time.perf_counter() - t) * 1000, sep='\\t')
`;

async function main(): Promise<void> {
  const built = await buildAuditor();
  try {
    await browse(built.program, 100_000, 1500);
    await browse(built.program, 1_000_000, 300);
  } finally {
    built.remove();
  }
  process.stdout.write(`| What | Figure |\n| --- | --- |\n${rows.join('\n')}\n`);
}

void main();
