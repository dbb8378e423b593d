/**
 * Time and memory of the data layer on a large JSONL file of the published schema, beside plain DuckDB and Python.
 *
 *   npx tsx bench/data.bench.ts            1 GB
 *   STAGECRAFT_BENCH_MB=300 npx tsx bench/data.bench.ts
 *
 * Each line is a process of its own, so that the peak memory is its own; one warm-up reads the file into the page
 * cache. Prints a Markdown table.
 */
import { spawnSync } from 'node:child_process';
import { createWriteStream, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { once } from 'node:events';
import type { DataEngine, DataSource } from '../src/data';
import { openDataEngine } from '../src/data';

const PLAIN = (file: string): string =>
  `read_json('${file}', format = 'newline_delimited', columns = {pass_rate: 'DOUBLE'})`;

const JOBS: Readonly<Record<string, (folder: string, file: string) => Promise<string>>> = {
  'DuckDB: count(*), avg(pass_rate), one column named': async (_, file) =>
    duckdb(`SELECT count(*), avg(pass_rate) FROM ${PLAIN(file)}`),
  'DuckDB: count(*), avg(pass_rate), columns detected': async (_, file) =>
    duckdb(`SELECT count(*), avg(pass_rate) FROM read_json('${file}', format = 'newline_delimited')`),
  'resolve (detects format and columns)': async (folder, file) =>
    withEngine(folder, file, async (_, source) => {
      const fresh = await openDataEngine({ folders: [folder] });
      const found = await sourceOf(fresh, source.path);
      await fresh.close();
      return Object.keys(found.columns).join(' ');
    }),
  facts: async (folder, file) =>
    withEngine(folder, file, async (engine, source) => `${(await engine.facts(source)).rows} rows`),
  'count, pass_rate < 1 AND len(images) = 1': async (folder, file) =>
    withEngine(
      folder,
      file,
      async (engine, source) =>
        `${await engine.count({ source, where: 'pass_rate < 1 AND len(images) = 1' })} rows`,
    ),
  'samples (all rows through JavaScript)': async (folder, file) =>
    withEngine(folder, file, async (engine, source) => {
      let rows = 0;
      for await (const sample of engine.samples({ source })) rows += sample.question === '' ? 0 : 1;
      return `${rows} rows`;
    }),
  'materialise (filter, easy to hard, original bytes)': async (folder, file) =>
    withEngine(folder, file, async (engine, source) => {
      const order = { byCapability: true, byDifficulty: 'easy-to-hard' } as const;
      const output = join(folder, 'train.jsonl');
      return `${(await engine.materialise([{ source, where: 'pass_rate < 1' }], order, output)).rows} rows`;
    }),
  'check (first)': check,
  'check (second, from the cache)': check,
};

async function check(folder: string, file: string): Promise<string> {
  const engine = await openDataEngine({ folders: [folder], cache: join(folder, 'cache') });
  const started = performance.now();
  const source = await sourceOf(engine, file);
  const problems = await engine.check([source]);
  const seconds = (performance.now() - started) / 1000;
  await engine.close();
  return report(seconds, `${problems.length} problems`);
}

async function duckdb(sql: string): Promise<string> {
  const { DuckDBInstance } = await import('@duckdb/node-api');
  const connection = await (await DuckDBInstance.create(':memory:', { threads: '2' })).connect();
  const started = performance.now();
  const rows = (await connection.runAndReadAll(sql)).getRowsJS();
  return report((performance.now() - started) / 1000, `${Number(rows[0]?.[0])} rows`);
}

async function withEngine(
  folder: string,
  file: string,
  work: (engine: DataEngine, source: DataSource) => Promise<string>,
): Promise<string> {
  const engine = await openDataEngine({ folders: [folder], cache: join(folder, 'shapes') });
  const source = await sourceOf(engine, file);
  rmSync(join(folder, 'shapes'), { recursive: true, force: true });
  const started = performance.now();
  const said = await work(engine, source);
  const seconds = (performance.now() - started) / 1000;
  await engine.close();
  return report(seconds, said);
}

async function sourceOf(engine: DataEngine, path: string): Promise<DataSource> {
  const train = { kind: 'file', text: path, path } as const;
  const found = await engine.resolve({ id: 'bench', capability: 'perception', train, columns: {} }, 'train');
  if (found.source === undefined) throw new Error(JSON.stringify(found.problems));
  return found.source;
}

const cpuSeconds = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
};

const report = (seconds: number, said: string): string =>
  JSON.stringify({ seconds, said, megabytes: process.resourceUsage().maxRSS / 1024, cpu: cpuSeconds() });

/** Rows of about 10 KB: question, answer, pass rate and 16 stored predictions, as published. */
async function generate(file: string, megabytes: number): Promise<number> {
  const out = createWriteStream(file);
  let state = 1;
  const random = (): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
  const words =
    'the area of a triangle with base and height is half their product so we compute it step by step'.split(
      ' ',
    );
  const text = (length: number): string =>
    Array.from({ length }, () => words[Math.floor(random() * words.length)] ?? '').join(' ');
  let rows = 0;
  for (let bytes = 0; bytes < megabytes * 1e6; rows++) {
    const right = Math.floor(random() * 17);
    const row = {
      problem: `${text(40)} (${rows})`,
      answer: String(Math.floor(random() * 1000)),
      images: [] as string[],
      pass_rate: right / 16,
      predictions: Array.from({ length: 16 }, () => text(100 + Math.floor(random() * 60))),
    };
    const line = `${JSON.stringify(row)}\n`;
    bytes += line.length;
    if (!out.write(line)) await once(out, 'drain');
  }
  out.end();
  await once(out, 'finish');
  return rows;
}

function measure(name: string, folder: string, file: string): void {
  const child = spawnSync(process.execPath, ['--import', 'tsx', __filename, name, folder, file], {
    encoding: 'utf8',
  });
  if (child.status !== 0) {
    console.log(`| ${name} | failed | | ${child.stderr.trim().split('\n').at(-1) ?? ''} |`);
    return;
  }
  const seen = JSON.parse(child.stdout) as { seconds: number; cpu: number; megabytes: number; said: string };
  console.log(
    `| ${name} | ${seen.seconds.toFixed(2)} s | ${seen.cpu.toFixed(2)} s | ${seen.megabytes.toFixed(0)} MB | ${seen.said} |`,
  );
}

const PYTHON = `
import json, resource, sys, time
started = time.time(); rows = 0; total = 0.0
for line in open(sys.argv[1], encoding='utf-8'):
    total += json.loads(line)['pass_rate']; rows += 1
print(json.dumps([time.time() - started, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, rows]))
`;

function measurePython(file: string): void {
  const child = spawnSync('python3', ['-c', PYTHON, file], { encoding: 'utf8' });
  if (child.status !== 0) return;
  const [seconds = 0, megabytes = 0, rows = 0] = JSON.parse(child.stdout) as number[];
  console.log(
    `| Python: json.loads of each line | ${seconds.toFixed(2)} s | | ${megabytes.toFixed(0)} MB | ${rows} rows |`,
  );
}

async function main(): Promise<void> {
  const [job, folder, file] = process.argv.slice(2);
  const run = job === undefined ? undefined : JOBS[job];
  if (run !== undefined && folder !== undefined && file !== undefined) {
    console.log(await run(folder, file));
    return;
  }
  const work = mkdtempSync(join(tmpdir(), 'stagecraft-bench-'));
  try {
    const path = join(work, 'rows.jsonl');
    const rows = await generate(path, Number(process.env.STAGECRAFT_BENCH_MB ?? 1024));
    console.log(`${(statSync(path).size / 1e6).toFixed(0)} MB, ${rows} rows\n`);
    await duckdb(`SELECT count(*) FROM ${PLAIN(path)}`);
    console.log('| | time | CPU of the process | peak memory | |\n|---|---|---|---|---|');
    for (const name of Object.keys(JOBS)) measure(name, work, path);
    measurePython(path);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

void main();
