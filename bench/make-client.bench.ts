// What asking costs the client: `npx tsx --expose-gc bench/make-client.bench.ts [ROWS [REQUESTS]]`. Prints a Markdown table:
// requests a second of a step of `make` at 500 in flight beside a plain loop around `fetch`, then memory over ROWS (1,000,000).
// REQUESTS 0: memory alone. ROWS 0: requests alone.
import { mkdtempSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { answerQuestions } from '../src/make/answer';
import { inFlight } from '../src/make/in-flight';
import { messagesFor } from '../src/make/prompt';
import { benchContext, MODEL, questionOf, writeQuestionFile } from './make/context';
import { startServer } from './make/server';
import { slopeOf, type Sample } from './make/slope';

const IN_FLIGHT = 500;
const REQUESTS = Number(process.argv[3] ?? 20_000);
const TURNS = 3;
const ROWS = Number(process.argv[2] ?? 1_000_000);
const SAMPLE_MS = 500;
/** What of the rows is warm-up: optimised code, and what tables grow to. */
const WARM_UP = 0.2;

const numbers = function* (count: number): Generator<number> {
  for (let i = 0; i < count; i += 1) yield i;
};

async function plainLoop(url: string): Promise<void> {
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let i = next; i < REQUESTS; i = next) {
      next += 1;
      const [{ parts }] = messagesFor('neither', questionOf(i)) as [ReturnType<typeof messagesFor>[number]];
      const response = await fetch(`${url}/chat/completions`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({
          model: MODEL,
          messages: [{ role: 'user', content: parts }],
          max_tokens: 512,
          temperature: 0,
        }),
      });
      await response.json();
    }
  };
  await Promise.all(Array.from({ length: IN_FLIGHT }, worker));
}

const count = (n: number): string => Math.round(n).toLocaleString('en-US');
const mb = (bytes: number): string => `${count(bytes / 1e6)} MB`;
const row = (what: string, figure: string): void => console.log(`| ${what} | ${figure} |`);

interface Figure {
  /** Requests a second. */
  readonly speed: number;
  /** Microseconds of this process's time on a processor, each: says more than the speed where others work, too. */
  readonly cpu: number;
}

async function measured(requests: number, work: () => Promise<unknown>): Promise<Figure> {
  const [begun, before] = [performance.now(), process.cpuUsage()];
  await work();
  const { user, system } = process.cpuUsage(before);
  return { speed: (requests * 1_000) / (performance.now() - begun), cpu: (user + system) / requests };
}

/** The client alone, driven as the steps drive it. */
async function clientOnly(root: string, url: string): Promise<void> {
  const context = await benchContext(root, url, IN_FLIGHT, false);
  await inFlight(
    numbers(REQUESTS),
    IN_FLIGHT,
    async (i) => {
      const messages = messagesFor('neither', questionOf(i));
      await context.client.ask({ messages, maxTokens: 512, temperature: 0 });
    },
    context.signal,
  );
  await context.close();
}

/** The whole step: questions read, asked, graded, written, kept in the cache. */
async function step(
  root: string,
  url: string,
  file: string,
  onDone: (done: number) => void = () => undefined,
): Promise<void> {
  const context = await benchContext(root, url, IN_FLIGHT, true);
  const tell: typeof context.tell = (news) => {
    if (news.type === 'phase') onDone(news.done);
  };
  await answerQuestions({ ...context, tell }, { path: file });
  await context.close();
}

async function overhead(folder: string, url: string): Promise<void> {
  const file = join(folder, 'questions.jsonl');
  await writeQuestionFile(file, REQUESTS);
  await plainLoop(url);
  const figures: Record<'peer' | 'client' | 'step', Figure[]> = { peer: [], client: [], step: [] };
  // In turn, so that a busy moment of the machine hits all of them.
  for (let i = 0; i < TURNS; i += 1) {
    const root = join(folder, `turn-${i}`);
    figures.peer.push(await measured(REQUESTS, () => plainLoop(url)));
    figures.client.push(await measured(REQUESTS, () => clientOnly(root, url)));
    figures.step.push(await measured(REQUESTS, () => step(root, url, file)));
  }
  const speed = (values: readonly Figure[]): number => Math.max(...values.map((one) => one.speed));
  const cpu = (values: readonly Figure[]): number => Math.min(...values.map((one) => one.cpu));
  const words = (values: readonly Figure[]): string => {
    const ratio = speed(values) / speed(figures.peer);
    const beside = values === figures.peer ? '' : ` (${ratio.toFixed(2)} of the loop)`;
    return `${count(speed(values))} /s${beside} | ${count(cpu(values))} µs`;
  };
  row('plain `fetch` loop', words(figures.peer));
  row('client alone', words(figures.client));
  row('step: read, asked, graded, written, kept', words(figures.step));
}

async function memory(folder: string, url: string): Promise<void> {
  const file = join(folder, 'many.jsonl');
  await writeQuestionFile(file, ROWS);
  globalThis.gc?.();
  const samples: Sample[] = [];
  let done = 0;
  const timer = setInterval(() => samples.push({ done, bytes: process.memoryUsage.rss() }), SAMPLE_MS);
  const { speed, cpu } = await measured(ROWS, () =>
    step(join(folder, 'many'), url, file, (now) => (done = now)),
  );
  clearInterval(timer);
  const warm = samples.filter((one) => one.done >= WARM_UP * ROWS);
  const most = (from: number, to: number): string =>
    mb(Math.max(...samples.filter((s) => s.done >= from * ROWS && s.done <= to * ROWS).map((s) => s.bytes)));
  row(`${count(ROWS)} rows through the step`, `${count(speed)} /s | ${count(cpu)} µs`);
  row('most memory (RSS) in its first fifth', `${most(0, WARM_UP)} |`);
  row('in its last tenth', `${most(0.9, 1)} |`);
  row(
    `more memory with each 100,000 rows, ${count(warm.length)} samples after the first fifth`,
    `${((slopeOf(warm) * 100_000) / 1e6).toFixed(1)} MB |`,
  );
}

async function main(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'stagecraft-bench-'));
  const { url, child } = await startServer();
  try {
    console.log(
      `| ${count(REQUESTS)} requests, ${IN_FLIGHT} in flight, best of ${TURNS} | requests | processor time each |\n| --- | ---: | ---: |`,
    );
    if (REQUESTS > 0) await overhead(folder, url);
    if (ROWS > 0) await memory(folder, url);
    row('load in the end', `${loadavg()[0]?.toFixed(1) ?? ''} |`);
  } finally {
    child.kill();
    rmSync(folder, { recursive: true, force: true });
  }
}

void main();
