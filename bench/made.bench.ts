// Figures of browsing made data: `npx tsx bench/made.bench.ts [rows]`. Prints a Markdown table.
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, statSync, writeFileSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';

import { DuckDBInstance } from '@duckdb/node-api';

import { literal } from '../src/data';
import { ROW_COLUMNS } from '../src/make';
import type { MadeFilter } from '../src/protocol';
import { AuditorClient, buildAuditor } from '../test/browse/support/client';
import { madeFolder, manifestOf, writeCurriculum } from '../test/browse/made/support/set';
import { discard } from '../test/fixtures/discard';

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

/** Each filter is another one in every round, so that no answer was kept; the peer's condition asks for the same. */
const FILTERS: Readonly<
  Record<string, { readonly filter: (round: number) => MadeFilter; readonly sql: (round: number) => string }>
> = {
  reason: {
    filter: (round) => ({ reasons: [`reason ${round}`] }),
    sql: (round) => `reason = 'reason ${round}'`,
  },
  'step and kind': {
    filter: (round) => ({ steps: ['keep'], kinds: [`kind ${round % 8}`, `kind ${(round + 3) % 8}`] }),
    sql: (round) => `step = 'keep' AND kind IN ('kind ${round % 8}', 'kind ${(round + 3) % 8}')`,
  },
  'outcome of a model under an arm': {
    filter: (round) => ({
      outcomes: [{ model: 'a', arm: 'image', outcome: 'wrong' }],
      kinds: [`kind ${round % 8}`],
    }),
    sql: (round) => `outcomes[1] = 'w' AND kind = 'kind ${round % 8}'`,
  },
  'pass rate': {
    filter: (round) => ({ rate: { from: round / 100, to: 0.5 + round / 100 } }),
    sql: (round) => `rate BETWEEN ${round / 100} AND ${0.5 + round / 100}`,
  },
};

/** A made dataset of so many questions, one of five kept, written by the database. */
async function generate(root: string, count: number): Promise<string> {
  const file = writeCurriculum(root);
  const dir = madeFolder(root);
  mkdirSync(dir, { recursive: true });
  const kept = 'i % 5 = 0';
  const values: Readonly<Record<keyof typeof ROW_COLUMNS, string>> = {
    i: 'i',
    id: "'q-' || substr(md5(i::VARCHAR), 1, 16)",
    source: "'caption-' || i",
    place: 'i',
    question: "'Where does the object ' || i || ' stand in relation to the tree on the left of the picture?'",
    options: "['left of it', 'right of it', 'behind it ' || i, 'in front of it']",
    answer: 'chr((65 + i % 4)::INTEGER)',
    images: "['/data/images/' || i || '.png']",
    caption: "repeat('A long description of the scene ' || i || '. ', 6)",
    kind: "'kind ' || (i % 8)",
    capability: "'perception'",
    kept,
    step: `CASE WHEN ${kept} THEN NULL WHEN i % 3 = 0 THEN 'check' ELSE 'keep' END`,
    reason: `CASE WHEN ${kept} THEN NULL ELSE 'reason ' || (i % 24) END`,
    detail: 'NULL',
    same: 'NULL',
    split: `CASE WHEN ${kept} THEN 'train' END`,
    outcomes: "['wrwrrw', 'rrrwww', 'wrmwru', 'urwwrw'][1 + i % 4]",
    answers:
      "[{'model': 'a', 'arm': 'image', 'outcome': 'wrong', 'text': 'I think that it is ' || i, 'extracted': 'A', 'truncated': false, 'reason': NULL}]",
    rate: `CASE WHEN ${kept} THEN (i % 17) / 16.0 END`,
    rate_low: 'NULL',
    rate_high: 'NULL',
    predictions: 'NULL',
    correctness: 'NULL',
    writer: "'w'",
    prompt: "'Write a question.'",
    reply: "'{}'",
  };
  const list = Object.entries(ROW_COLUMNS).map(
    ([name, type]) => `(${values[name as keyof typeof ROW_COLUMNS]})::${type} AS "${name}"`,
  );
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  await connection.run(
    `COPY (SELECT ${list.join(', ')} FROM range(${count}) t(i)) TO ${literal(join(dir, 'rows.parquet'))} (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 20480)`,
  );
  connection.closeSync();
  instance.closeSync();
  writeFileSync(join(dir, 'made.json'), JSON.stringify(manifestOf(file, count / 5)));
  return dir;
}

async function browse(program: string, count: number): Promise<void> {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'stagecraft-bench-')));
  const dir = await generate(root, count);
  const path = join(dir, 'rows.parquet');
  report('rows', `${count.toLocaleString('en')} (${Math.round(statSync(path).size / 1e6)} MB)`);
  const client = AuditorClient.start(program);
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  try {
    await client.call('madeSets', { file: join(root, 'hard.curriculum.yaml') });
    const page = (filter: MadeFilter) => client.call('madePage', { dir, filter, offset: 0, count: 100 });
    report('open and first page', ms(await timed(() => page({}))));
    for (const [name, { filter, sql }] of Object.entries(FILTERS)) {
      const [ours, plain]: [number[], number[]] = [[], []];
      // In turn, so that what else the machine does disturbs both alike.
      for (let round = 0; round < 20; round += 1) {
        ours.push(await timed(() => page(filter(round))));
        plain.push(
          await timed(() =>
            connection.runAndReadAll(
              `SELECT i, id, left(question, 300), kept, step, reason, split, rate, outcomes, count(*) OVER () FROM ${literal(path)} WHERE ${sql(round)} ORDER BY i LIMIT 100`,
            ),
          ),
        );
      }
      report(`filter by ${name}, with its page and count`, spread(ours));
      report(`the same by plain DuckDB SQL`, spread(plain));
    }
    const counted: number[] = [];
    for (let round = 0; round < 10; round += 1)
      counted.push(
        await timed(() => client.call('madeFacets', { dir, filter: { kinds: [`kind ${round}`] } })),
      );
    report('facets', spread(counted));
    const items: number[] = [];
    for (let round = 0; round < 30; round += 1)
      items.push(await timed(() => client.call('madeItem', { dir, index: (round * 7919) % count })));
    report('a question in full', spread(items));
    const said: number[] = [];
    for (let index = 0; index < 10; index += 1)
      said.push(await timed(() => client.call('madeHand', { dir, index, decision: 'keep' })));
    report('a word by hand, until it is on the disk', spread(said));
    const memory = readFileSync(`/proc/${client.child.pid ?? 0}/status`, 'utf8');
    report('memory of the process', `${Math.round(Number(/^VmRSS:\s+(\d+)/m.exec(memory)?.[1]) / 1024)} MB`);
    report('load of the machine', loadavg()[0]?.toFixed(1) ?? '');
  } finally {
    connection.closeSync();
    instance.closeSync();
    await client.stop();
    discard(root);
  }
}

async function main(): Promise<void> {
  const built = await buildAuditor();
  try {
    await browse(built.program, Number(process.argv[2] ?? 1_000_000));
  } finally {
    built.remove();
  }
  process.stdout.write(`| What | Figure |\n| --- | --- |\n${rows.join('\n')}\n`);
}

void main();
