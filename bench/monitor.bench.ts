// Figures of the process behind the editor: `npx tsx bench/monitor.bench.ts`. Prints a Markdown table.
import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { serialize } from 'node:v8';

import { METRICS } from '../src/protocol';
import { runsFolder } from '../src/runs';
import { identify } from '../src/runs/process/identity';
import { statusText } from '../test/fixtures/runs/status';
import { buildMonitor, MonitorClient } from '../test/monitor/support/client';

const rows: string[] = [];
const report = (what: string, figure: string) => {
  rows.push(`| ${what} | ${figure} |`);
  process.stderr.write(`${what}: ${figure}\n`);
};
const ms = (value: number): string => `${value < 10 ? value.toFixed(1) : Math.round(value)} ms`;
const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[values.length >> 1] ?? NaN;

async function timed<T>(work: () => Promise<T>): Promise<{ ms: number; result: T }> {
  const start = performance.now();
  const result = await work();
  return { ms: performance.now() - start, result };
}

/** CPU seconds that a process has used so far, and its resident memory in MB (Linux). */
function usage(pid: number): { cpu: number; rss: number } {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = stat
    .slice(stat.lastIndexOf(')') + 2)
    .split(' ')
    .map(Number);
  const rss = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return { cpu: ((fields[11] ?? 0) + (fields[12] ?? 0)) / 100, rss: Number(rss) / 1024 };
}

const NAMES = Object.keys(METRICS);
const T0 = Date.UTC(2026, 10, 22);
let seed = 22112026;
const random = (): number => {
  seed = (seed * 1103515245 + 12345) % 2147483648;
  return seed / 2147483648;
};
function metricLine(step: number): string {
  const values = Object.fromEntries(NAMES.map((name) => [name, Number(random().toPrecision(7))]));
  const time = new Date(T0 + step * 137).toISOString();
  return `${JSON.stringify({ time, stage: 'see', type: 'metric', step, values })}\n`;
}

function put(root: string, id: string, text = statusText({ id, state: 'done' })): string {
  const dir = join(runsFolder(root), id);
  mkdirSync(dir, { recursive: true });
  writeFileSync(join(dir, 'state.json'), text);
  return dir;
}

const newRoot = (): string => realpathSync(mkdtempSync(join(tmpdir(), 'stagecraft-bench-')));

async function listing(program: string, count: number): Promise<void> {
  const root = newRoot();
  for (let i = 0; i < count; i += 1) put(root, `2025${String(i).padStart(5, '0')}-000000-line-00aa`);
  const [cold, cpu, warm]: number[][] = [[], [], []];
  for (let i = 0; i < 5; i += 1) {
    const start = performance.now();
    const client = MonitorClient.start(program);
    await client.call('runs', { limit: 0 });
    const up = performance.now() - start;
    const { ms: open, result } = await timed(() => client.call('watch', { roots: [root] }));
    if (result.total !== count) throw new Error('Runs are missing.');
    cold?.push(open);
    cpu?.push(up);
    await sleep(2000);
    warm?.push((await timed(() => client.call('watch', { roots: [root] }))).ms);
    await client.stop();
  }
  report('monitor started until its first answer (median of 5)', ms(median(cpu ?? [])));
  report(`open a workspace of ${count} runs: newest 200 and the total (median of 5)`, ms(median(cold ?? [])));
  report('the same once more in the same process', ms(median(warm ?? [])));
  rmSync(root, { recursive: true, force: true });
}

async function curves(program: string, points: number): Promise<void> {
  const root = newRoot();
  const dir = put(root, '20261122-000000-big-00aa');
  const steps = points / NAMES.length;
  const text = Array.from({ length: steps }, (_, i) => metricLine(i + 1)).join('');
  writeFileSync(join(dir, 'events.jsonl'), text);
  const client = MonitorClient.start(program);
  await client.call('watch', { roots: [root] });
  const before = usage(client.child.pid ?? 0).rss;
  const request = {
    run: dir,
    metrics: NAMES.slice(0, 12),
    axis: 'step',
    from: 0,
    to: 1e12,
    buckets: 1000,
    smoothing: 0,
  } as const;
  const first = await timed(async () => {
    await client.call('detail', { run: dir });
    return client.call('series', request);
  });
  const title = `${points.toLocaleString('en')} points (${(text.length / 1e6).toFixed(0)} MB)`;
  report(`${title}: detail and 12 curves, nothing read before`, ms(first.ms));
  report(`${title}: 12 curves in one message`, `${Math.round(serialize(first.result).length / 1024)} KB`);
  const ask = async (more: object) => {
    const times: number[] = [];
    for (let i = 0; i < 9; i += 1)
      times.push((await timed(() => client.call('series', { ...request, ...more }))).ms);
    return median(times);
  };
  report(`${title}: 12 curves again`, ms(await ask({})));
  report(
    `${title}: 16 curves, smoothed, over time`,
    ms(await ask({ metrics: NAMES, axis: 'time', smoothing: 0.9 })),
  );
  report(`${title}: 12 curves, a tenth of the axis`, ms(await ask({ from: steps * 0.4, to: steps * 0.5 })));
  report(
    `${title}: memory above the idle process`,
    `${Math.round(usage(client.child.pid ?? 0).rss - before)} MB`,
  );
  await client.stop();
  rmSync(root, { recursive: true, force: true });
}

async function flood(program: string, seconds: number): Promise<void> {
  const root = newRoot();
  const self = await identify(process.pid);
  if (self === undefined) throw new Error('This process has no identity.');
  const id = '20261122-000000-live-00aa';
  const dir = put(root, id, statusText({ id, state: 'running', supervisor: self }));
  const client = MonitorClient.start(program);
  await client.call('watch', { roots: [root] });
  await client.call('follow', { runs: [dir] });
  await sleep(1000);
  const before = usage(client.child.pid ?? 0);
  const [notices, start] = [client.notices.length, performance.now()];
  let asked = 0;
  let step = 0;
  let largest = 0;
  while (performance.now() - start < seconds * 1000) {
    const due = Math.floor(performance.now() - start);
    let lines = '';
    for (; step < due; step += 1) lines += metricLine(step + 1);
    appendFileSync(join(dir, 'events.jsonl'), lines);
    if (client.of('grew').length > asked) {
      asked = client.of('grew').length;
      const request = {
        run: dir,
        metrics: NAMES.slice(0, 12),
        axis: 'step',
        from: 0,
        to: 1e12,
        buckets: 1000,
        smoothing: 0.6,
      } as const;
      largest = Math.max(largest, serialize(await client.call('series', request)).length);
    }
    await sleep(20);
  }
  const after = usage(client.child.pid ?? 0);
  const told = client.notices.slice(notices);
  const what = `a followed run that emits 1,000 events (16,000 points) a second for ${seconds} s, 12 curves asked at each notice`;
  report(
    `${what}: CPU of the monitor`,
    `${(((after.cpu - before.cpu) / seconds) * 100).toFixed(0)} % of a core`,
  );
  report(
    'notices a second; largest notice',
    `${(told.length / seconds).toFixed(1)}; ${Math.max(...told.map((notice) => serialize(notice).length))} bytes`,
  );
  report('largest answer', `${Math.round(largest / 1024)} KB`);
  report('memory after it', `${Math.round(after.rss)} MB`);
  await client.call('follow', { runs: [] });
  writeFileSync(join(dir, 'state.json'), statusText({ id, state: 'done' }));
  await sleep(3000);
  const idle = usage(client.child.pid ?? 0).cpu;
  await sleep(10_000);
  report(
    'CPU of the monitor when nothing runs',
    `${(((usage(client.child.pid ?? 0).cpu - idle) / 10) * 100).toFixed(1)} % of a core`,
  );
  await client.stop();
  rmSync(root, { recursive: true, force: true });
}

void (async () => {
  const { program, remove } = await buildMonitor();
  try {
    await listing(program, 10_000);
    await curves(program, 100_000);
    await curves(program, 1_000_000);
    await flood(program, 20);
  } finally {
    remove();
  }
  process.stdout.write(`| what | measured |\n|---|---|\n${rows.join('\n')}\n`);
})();
