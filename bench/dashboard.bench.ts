/**
 * How fast the dashboard is: first paint with 100,000 and 1,000,000 points, and how long the page is ever busy while a
 * run writes 1,000 events a second. The real page in Chromium before the real monitor, over real run folders. Times by
 * the wall hang on what else the machine does: the load is told, and the page's work is also measured by its own clock.
 * Run: npx tsx bench/dashboard.bench.ts
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { openDashboard, type DashboardPage } from '../test/webview/harness/dashboard';
import { randomNumbers, runEvents, stepMetrics } from '../test/webview/harness/events';
import { copyExample, writeRun } from '../test/webview/harness/run-folder';

/** Figures a step writes, beside those of every tenth of a stage. */
const METRICS = 14;
const LIVE_SECONDS = 10;

/** Where the time of a first paint went, ms. */
interface Paint {
  /** From the moment that the page's script has come until charts have been painted. */
  readonly total: number;
  /** Of it: both first answers, of the run and of its curves, from the question to the answer. */
  readonly answers: number;
  /** Work of the page's own thread since its navigation, by its own clock: what others do on the machine is not in it. */
  readonly work: number;
  readonly script: number;
  /** Styles and layout. */
  readonly layout: number;
}

/** In the page: its questions and their answers with their times. */
const WATCH = `if (window !== window.parent) {
  window.asked_ = new Map();
  window.answered_ = [];
  addEventListener('message', ({ data }) => {
    if (data.type === 'answer' && asked_.has(data.id)) answered_.push([asked_.get(data.id), performance.now()]);
  });
  const given = window.acquireVsCodeApi;
  window.acquireVsCodeApi = () => {
    const api = given();
    const postMessage = (message) => {
      if (message.type === 'ask' && ['detail', 'series'].includes(message.call)) asked_.set(message.id, performance.now());
      api.postMessage(message);
    };
    return { ...api, postMessage };
  };
}`;

const PAINTED = `new Promise((resolve) => {
  const look = () => {
    const drawn = [...document.querySelectorAll('.chart')].some((chart) =>
      chart.querySelector('canvas') !== null && /points/.test(chart.querySelector('.chart-plot').getAttribute('aria-label')));
    if (!drawn) return requestAnimationFrame(look);
    requestAnimationFrame(() => {
      const script = performance.getEntriesByType('resource').find(({ name }) => name.endsWith('dashboard.js'));
      const first = answered_.slice(0, 2);
      resolve([
        performance.now() - script.responseEnd,
        Math.max(...first.map(([, end]) => end)) - Math.min(...first.map(([begin]) => begin)),
      ]);
    });
  };
  look();
})`;

type Metrics = ReadonlyMap<string, number>;

/** The page's own reckoning of its work, in ms of its thread and not of the clock on the wall. */
async function workOf(page: DashboardPage['page']): Promise<() => Promise<Metrics>> {
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable', { timeDomain: 'threadTicks' });
  return async () => {
    const { metrics } = await session.send('Performance.getMetrics');
    return new Map(metrics.map(({ name, value }) => [name, 1000 * value]));
  };
}

const spent = (before: Metrics, after: Metrics, ...names: readonly string[]): number =>
  names.reduce((sum, name) => sum + (after.get(name) ?? NaN) - (before.get(name) ?? 0), 0);

/** Loads the dashboard of a run and measures it until charts are drawn, or until it says that there is no such run. */
async function measure(dashboard: DashboardPage, run: string, isThere = true): Promise<Paint> {
  const read = await workOf(dashboard.page);
  const before = await read();
  await dashboard.open([run], isThere ? 'main' : '[role=alert]');
  const [total = NaN, answers = NaN]: readonly number[] = isThere
    ? await dashboard.frame().evaluate(PAINTED)
    : [];
  const after = await read();
  return {
    total,
    answers,
    work: spent(before, after, 'TaskDuration'),
    script: spent(before, after, 'ScriptDuration'),
    layout: spent(before, after, 'LayoutDuration', 'RecalcStyleDuration'),
  };
}

const median = (numbers: readonly number[]): number =>
  [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? NaN;

async function paint(root: string, points: number): Promise<void> {
  const steps = Math.round(points / METRICS / 3);
  const run = await writeRun({ root, steps, events: runEvents({ steps }) });
  const dashboard = await openDashboard({ root });
  await dashboard.page.addInitScript(WATCH);
  try {
    const cold = await measure(dashboard, run.dir);
    const [warm, empty]: [Paint[], Paint[]] = [[], []];
    // Side by side with the page of a run that is not there: what its script costs before it shows anything.
    for (let i = 0; i < 5; i += 1) {
      empty.push(await measure(dashboard, `${run.dir}-gone`, false));
      warm.push(await measure(dashboard, run.dir));
    }
    const of = (paints: readonly Paint[], part: keyof Paint): string =>
      median(paints.map((one) => one[part])).toFixed(0);
    console.log(
      `first paint, ${points.toLocaleString('en')} points: ${cold.total.toFixed(0)} ms with the run still to be read ` +
        `(answers ${cold.answers.toFixed(0)} ms), ${of(warm, 'total')} ms after (answers ${of(warm, 'answers')} ms)`,
    );
    console.log(
      `  the page's thread worked ${of(warm, 'work')} ms, of it script ${of(warm, 'script')} ms, styles and layout ` +
        `${of(warm, 'layout')} ms; of a run that is not there ${of(empty, 'work')} ms, script ${of(empty, 'script')} ms; ` +
        `${loadavg()[0]?.toFixed(1)} processes wait for ${availableParallelism()} cores`,
    );
  } finally {
    await dashboard.close();
  }
}

async function live(root: string): Promise<void> {
  const steps = 20_000;
  const run = await writeRun({
    root,
    steps,
    state: 'running',
    stageStates: ['running', 'waiting', 'waiting'],
    events: runEvents({ steps, stages: 1, part: 0.2 }),
  });
  const dashboard = await openDashboard({ root });
  try {
    await dashboard.open([run.dir]);
    await sleep(2000);
    await dashboard.frame().evaluate(`(() => {
      window.longTasks.length = 0;
      window.frames_ = [];
      let last = performance.now();
      const tick = (now) => { window.frames_.push(now - last); last = now; requestAnimationFrame(tick); };
      requestAnimationFrame(tick);
    })()`);
    const random = randomNumbers(3);
    let step = steps * 0.2;
    const asksBefore = dashboard.host.said.length;
    const read = await workOf(dashboard.page);
    const before = await read();
    for (let tick = 0; tick < LIVE_SECONDS * 20; tick += 1) {
      run.append(
        Array.from({ length: 50 }, () => ({
          time: new Date().toISOString(),
          stage: 'see',
          type: 'metric' as const,
          step: (step += 1),
          values: stepMetrics(step / steps, random),
        })),
      );
      await sleep(50);
    }
    const after = await read();
    const tasks: readonly number[] = await dashboard
      .frame()
      .evaluate('window.longTasks.map(({ duration }) => duration)');
    const frames: readonly number[] = await dashboard.frame().evaluate('window.frames_');
    const sorted = [...frames].sort((a, b) => a - b);
    const at = (share: number): string => (sorted[Math.floor(share * (sorted.length - 1))] ?? NaN).toFixed(0);
    console.log(
      `live at 1,000 events/s for ${LIVE_SECONDS} s: ${tasks.length} tasks over 50 ms` +
        `${tasks.length === 0 ? '' : ` (longest ${Math.max(...tasks).toFixed(0)} ms)`}, frames p50 ${at(0.5)} ms, ` +
        `p99 ${at(0.99)} ms, longest ${at(1)} ms, ${dashboard.host.said.length - asksBefore} questions asked; ` +
        `the page's thread worked ${spent(before, after, 'TaskDuration').toFixed(0)} ms, of it script ` +
        `${spent(before, after, 'ScriptDuration').toFixed(0)} ms; ${loadavg()[0]?.toFixed(1)} processes wait for ` +
        `${availableParallelism()} cores`,
    );
  } finally {
    await dashboard.close();
  }
}

async function main(): Promise<void> {
  const root = mkdtempSync(join(tmpdir(), 'stagecraft-bench-'));
  copyExample(root);
  try {
    await paint(root, 100_000);
    await paint(root, 1_000_000);
    await live(root);
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

void main();
