// Figures of the run folder and the supervisor: `npx tsx bench/runs.bench.ts`. Prints a Markdown table.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import type { DeviceChoice } from '../src/protocol';
import {
  followEvents,
  listRuns,
  readEvents,
  readRun,
  requestStop,
  runsFolder,
  waitForEnd,
} from '../src/runs';
import { statusText } from '../test/fixtures/runs/status';
import { TestWorkspace, type StageSpec } from '../test/fixtures/runs/workspace';

const rows: string[] = [];
const report = (what: string, figure: string) => {
  rows.push(`| ${what} | ${figure} |`);
  process.stderr.write(`${what}: ${figure}\n`);
};

async function timed<T>(work: () => Promise<T>): Promise<{ ms: number; result: T }> {
  const start = performance.now();
  const result = await work();
  return { ms: performance.now() - start, result };
}

async function listing(count: number): Promise<void> {
  const root = mkdtempSync(join(tmpdir(), 'stagecraft-bench-'));
  for (let i = 0; i < count; i += 1) {
    const id = `2026${String(i).padStart(4, '0')}-000000-line-00aa`;
    const dir = join(runsFolder(root), id);
    mkdirSync(dir, { recursive: true });
    // One in a hundred claims to run though its supervisor is long gone, one in a hundred is damaged.
    const text = statusText({ id, state: i % 100 === 0 ? 'running' : 'done' });
    writeFileSync(join(dir, 'state.json'), i % 100 === 1 ? text.slice(0, 50) : text);
  }
  const times: number[] = [];
  for (let i = 0; i < 5; i += 1) {
    const { ms, result } = await timed(() => listRuns(root));
    if (result.length !== count) throw new Error('Runs are missing.');
    times.push(ms);
  }
  times.sort((a, b) => a - b);
  report(`list ${count} runs (median of 5)`, `${Math.round(times[2] ?? 0)} ms`);
  const newest: number[] = [];
  for (let i = 0; i < 9; i += 1) newest.push((await timed(() => listRuns(root, { limit: 200 }))).ms);
  newest.sort((a, b) => a - b);
  report(`list the newest 200 of ${count} (median of 9)`, `${Math.round(newest[4] ?? 0)} ms`);
  rmSync(root, { recursive: true, force: true });
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

const start = async (space: TestWorkspace, stage: StageSpec, devices?: DeviceChoice) => {
  // With all that the supervisor that ships has on it.
  const supervisor = space.supervisor(20_000, [], { doctor: 'real' });
  const run = await space.start(space.plan([stage]), {
    supervisor,
    ...(devices === undefined ? {} : { devices }),
  });
  return { ...run, pid: run.supervisor.pid };
};

async function throughput(space: TestWorkspace): Promise<void> {
  // Forty-one events about every 20 ms: more than is asked for, since the engine's own timer comes late when the
  // machine is busy, and it is the rate that is taken in, not the rate that is offered, which counts here.
  const STEPS = 250;
  const EVENTS = STEPS * 41;
  const faults = { stepMs: 19, burst: 40 };
  const run = await start(space, { id: 'see', steps: STEPS, saveEvery: 100_000, faults });
  const before = { ...usage(run.pid), time: performance.now() };
  const delays: number[] = [];
  let last = before;
  for await (const { event } of followEvents(run.dir)) {
    if (event.type !== 'metric') continue;
    delays.push(Date.now() - Date.parse(event.time));
    if (delays.length % 1000 === 0) last = { ...usage(run.pid), time: performance.now() };
  }
  const seconds = (last.time - before.time) / 1000;
  report(
    'events a second while a reader follows',
    String(Math.round((Math.floor(EVENTS / 1000) * 1000) / seconds)),
  );
  report(
    'supervisor CPU at that rate',
    `${Math.round((100 * (last.cpu - before.cpu)) / seconds)} % of a core`,
  );
  report('events lost', String(EVENTS - delays.length));
  delays.sort((a, b) => a - b);
  const at = (share: number) => delays[Math.floor(share * (delays.length - 1))] ?? 0;
  report('delay from event to reader, median and worst', `${at(0.5)} ms, ${at(1)} ms`);

  const FLOOD = 200_000;
  const flood = await start(space, { id: 'see', steps: 1, faults: { flood: FLOOD } });
  const { ms } = await timed(() => waitForEnd(flood.dir, 120_000));
  report(`${FLOOD} events at once: written at`, `${Math.round((FLOOD / ms) * 1000)} events/s`);
  const reading = await timed(() => readEvents(flood.dir));
  report('and read at', `${Math.round((reading.result.length / reading.ms) * 1000)} events/s`);
}

const CPU: DeviceChoice = { kind: 'these', devices: ['cpu'] };

async function untilState(dir: string, state: string): Promise<void> {
  for (;;) {
    const reading = await readRun(dir);
    if (reading.ok && reading.run.state === state) return;
    await sleep(10);
  }
}

/** What waiting costs, and how soon a waiting run goes on when the one before is stopped or killed. */
async function queue(space: TestWorkspace, seconds: number): Promise<void> {
  const silent: StageSpec = { id: 'see', steps: 2, faults: { stepMs: 600_000 } };
  const holder = await start(space, silent, CPU);
  await untilState(holder.dir, 'running');
  const next = await start(space, silent, CPU);
  await untilState(next.dir, 'queued');
  await sleep(2000);
  const before = usage(next.pid);
  await sleep(seconds * 1000);
  const cpu = ((usage(next.pid).cpu - before.cpu) / seconds) * 100;
  report(`supervisor CPU while it queues (${seconds} s)`, `${cpu.toFixed(2)} % of a core`);
  process.kill(holder.pid, 'SIGKILL');
  const killed = await timed(() => untilState(next.dir, 'running'));
  report('from kill -9 of the holder to the next run', `${Math.round(killed.ms)} ms`);
  const last = await start(space, { id: 'see', steps: 2 }, CPU);
  await untilState(last.dir, 'queued');
  await requestStop(next.dir, { grace: 0 });
  await waitForEnd(next.dir, 20_000);
  const stopped = await timed(() => untilState(last.dir, 'running'));
  report('from the end of the holder to the next run', `${Math.round(stopped.ms)} ms`);
  await waitForEnd(last.dir, 20_000);
}

async function idle(space: TestWorkspace, seconds: number): Promise<void> {
  const run = await start(space, { id: 'see', steps: 2, faults: { stepMs: 600_000 } });
  await sleep(3000);
  const before = usage(run.pid);
  await sleep(seconds * 1000);
  const after = usage(run.pid);
  report(
    `supervisor CPU while its engine is silent (${seconds} s)`,
    `${(((after.cpu - before.cpu) / seconds) * 100).toFixed(2)} % of a core`,
  );
  report('supervisor resident memory', `${Math.round(after.rss)} MB`);
  await requestStop(run.dir, { grace: 0 });
  await waitForEnd(run.dir, 20_000);
  const one = await timed(() => readRun(run.dir));
  report('read one run', `${one.ms.toFixed(1)} ms`);
}

void (async () => {
  await listing(10_000);
  const space = await TestWorkspace.make();
  process.env.STAGECRAFT_QUEUE = space.folder('queue');
  try {
    await throughput(space);
    await idle(space, 30);
    await queue(space, 20);
  } finally {
    await space.remove();
  }
  process.stdout.write(`| what | measured |\n|---|---|\n${rows.join('\n')}\n`);
})();
