// What asking costs the client: `npx tsx --expose-gc bench/make-client.bench.ts [ROWS [REQUESTS]]`. Prints a Markdown table:
// requests a second of a step of `make` at 500 in flight beside a plain loop around `fetch`, then memory over ROWS (1,000,000).
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { answerQuestions } from '../src/make/answer';
import { inFlight } from '../src/make/in-flight';
import { messagesFor } from '../src/make/prompt';
import { benchContext, MODEL, questionOf, writeQuestionFile } from './make/context';
import { startServer } from './make/server';

const IN_FLIGHT = 500;
const REQUESTS = Number(process.argv[3] ?? 20_000);
const TURNS = 3;
const ROWS = Number(process.argv[2] ?? 1_000_000);
const SAMPLE_MS = 1_000;

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

async function perSecond(requests: number, work: () => Promise<unknown>): Promise<number> {
  const begun = performance.now();
  await work();
  return (requests * 1_000) / (performance.now() - begun);
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
async function step(root: string, url: string, file: string): Promise<void> {
  const context = await benchContext(root, url, IN_FLIGHT, true);
  await answerQuestions(context, { path: file });
  await context.close();
}

async function overhead(folder: string, url: string): Promise<void> {
  const file = join(folder, 'questions.jsonl');
  await writeQuestionFile(file, REQUESTS);
  await plainLoop(url);
  const figures: Record<'peer' | 'client' | 'step', number[]> = { peer: [], client: [], step: [] };
  // In turn, so that a busy moment of the machine hits all of them.
  for (let i = 0; i < TURNS; i += 1) {
    const root = join(folder, `turn-${i}`);
    figures.peer.push(await perSecond(REQUESTS, () => plainLoop(url)));
    figures.client.push(await perSecond(REQUESTS, () => clientOnly(root, url)));
    figures.step.push(await perSecond(REQUESTS, () => step(root, url, file)));
  }
  const best = (values: readonly number[]): number => Math.max(...values);
  const ratio = (values: readonly number[]): string => (best(values) / best(figures.peer)).toFixed(2);
  row('plain `fetch` loop', `${count(best(figures.peer))} /s`);
  row('client alone', `${count(best(figures.client))} /s (${ratio(figures.client)} of the loop)`);
  row(
    'step: read, asked, graded, written, kept',
    `${count(best(figures.step))} /s (${ratio(figures.step)} of the loop)`,
  );
}

async function memory(folder: string, url: string): Promise<void> {
  const file = join(folder, 'many.jsonl');
  await writeQuestionFile(file, ROWS);
  globalThis.gc?.();
  const samples: number[] = [];
  const timer = setInterval(() => samples.push(process.memoryUsage().rss), SAMPLE_MS);
  const speed = await perSecond(ROWS, () => step(join(folder, 'many'), url, file));
  clearInterval(timer);
  const most = (from: number, to: number): string =>
    mb(Math.max(...samples.slice(Math.floor(from * samples.length), Math.ceil(to * samples.length))));
  row(`${count(ROWS)} rows through the step`, `${count(speed)} /s`);
  row('most memory (RSS) in its first tenth', most(0, 0.1));
  row('in its fifth tenth', most(0.4, 0.5));
  row('in its last tenth', most(0.9, 1));
}

async function main(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'stagecraft-bench-'));
  const { url, child } = await startServer();
  try {
    console.log(
      `| ${count(REQUESTS)} requests, ${IN_FLIGHT} in flight, best of ${TURNS} | |\n| --- | ---: |`,
    );
    await overhead(folder, url);
    if (ROWS > 0) await memory(folder, url);
  } finally {
    child.kill();
    rmSync(folder, { recursive: true, force: true });
  }
}

void main();
