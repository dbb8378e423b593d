// From the click on Run to the first event: `node esbuild.mjs && npx tsx bench/start.bench.ts [RUNS]`. Prints a
// Markdown table. The real monitor of dist/ is asked, as the editor asks it, on a copy of examples/shape-math; engines
// are stopped as soon as their first event is there. STAGECRAFT_QUEUE points to a folder of its own.
import { cpSync, mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { isLive, packageRoot, type LaunchRequest, type RunEvent } from '../src/protocol';
import { readRun, requestStop } from '../src/runs';
import { MonitorClient } from '../test/monitor/support/client';

const RUNS = Number(process.argv[2] ?? 5);
/** What an editor does between opening a curriculum and the click, at the least. */
const LOOK_MS = 3000;

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[values.length >> 1] ?? NaN;

async function timed<T>(work: Promise<T>): Promise<{ readonly ms: number; readonly result: T }> {
  const start = performance.now();
  const result = await work;
  return { ms: performance.now() - start, result };
}

function events(dir: string): readonly RunEvent[] {
  try {
    const text = readFileSync(join(dir, 'events.jsonl'), 'utf8');
    return text
      .slice(0, text.lastIndexOf('\n') + 1)
      .split('\n')
      .flatMap((line) => (line === '' ? [] : [JSON.parse(line) as RunEvent]));
  } catch {
    return [];
  }
}

/** Milliseconds of the monotonic clock at which an event of the kind was there. */
async function seen(dir: string, wanted: (event: RunEvent) => boolean): Promise<number> {
  for (const until = performance.now() + 60_000; performance.now() < until;) {
    if (events(dir).some(wanted)) return performance.now();
    await sleep(2);
  }
  throw new Error(`no such event within a minute in ${dir}`);
}

async function end(dir: string): Promise<void> {
  await requestStop(dir, { grace: 0 }).catch(() => undefined);
  for (let waited = 0; waited < 600; waited += 1) {
    const reading = await readRun(dir);
    if (reading.ok && !isLive(reading.run)) return;
    await sleep(50);
  }
}

interface Parts {
  readonly preflight: number;
  readonly start: number;
  readonly first: number;
  readonly engine: number;
}

/** One click: what is found before the start, the start, and what the run says first; all since the click. */
async function click(client: MonitorClient, request: LaunchRequest): Promise<Parts> {
  const begun = performance.now();
  const preflight = await timed(client.call('preflight', request));
  const errors = preflight.result.problems.filter(({ severity }) => severity === 'error');
  if (errors.length > 0) throw new Error(errors.map(({ message }) => message).join('\n'));
  const start = await timed(client.call('start', request));
  const { dir } = start.result;
  const first = (await seen(dir, () => true)) - begun;
  const engine = (await seen(dir, ({ type }) => type === 'started')) - begun;
  await end(dir);
  return { preflight: preflight.ms, start: start.ms, first, engine };
}

async function monitored<T>(root: string, work: (client: MonitorClient) => Promise<T>): Promise<T> {
  const client = MonitorClient.start(join(packageRoot(), 'dist', 'monitor.cjs'));
  try {
    await client.call('watch', { roots: [root] });
    return await work(client);
  } finally {
    await client.stop();
  }
}

const folder = realpathSync(mkdtempSync(join(tmpdir(), 'stagecraft-bench-start-')));
process.env.STAGECRAFT_QUEUE = join(folder, 'queue');
const cold: Parts[] = [];
const opened: Parts[] = [];
const again: Parts[] = [];
async function main(): Promise<void> {
  for (let i = 0; i < RUNS; i += 1) {
    const root = join(folder, `workspace-${i}`);
    cpSync(join(packageRoot(), 'examples', 'shape-math'), root, {
      recursive: true,
      filter: (path) => !path.includes('.stagecraft'),
    });
    const file = join(root, 'shape-math.curriculum.yaml');
    const request: LaunchRequest = { root, file, devices: { kind: 'auto' }, audit: true };
    await monitored(root, async (client) => cold.push(await click(client, request)));
    await monitored(root, async (client) => {
      await client.call('warm', { root, file });
      await sleep(LOOK_MS);
      opened.push(await click(client, request));
      again.push(await click(client, request));
    });
  }
}

const row = (title: string, part: keyof Parts): string =>
  `| ${title} | ${[cold, opened, again].map((all) => `${Math.round(median(all.map((one) => one[part])))} ms`).join(' | ')} |`;
const printed = (): string =>
  [
    `| medians of ${RUNS} | monitor just begun | curriculum opened ${LOOK_MS / 1000} s ago | second run |`,
    '|---|---|---|---|',
    row('preflight', 'preflight'),
    row('start', 'start'),
    row('click to first event', 'first'),
    row('click to first event of the engine', 'engine'),
  ].join('\n');

main()
  .then(() => console.log(printed()))
  .catch((error: unknown) => {
    console.error(error);
    process.exitCode = 1;
  })
  .finally(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));
