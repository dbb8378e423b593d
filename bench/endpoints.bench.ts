// Asking a served model: `npx tsx --expose-gc bench/endpoints.bench.ts`. Prints a Markdown table. The server is local and
// answers at once, so that what is measured is the client; its peer is a plain loop around `fetch`.
import { fork, type ChildProcess } from 'node:child_process';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { openChat, type ChatOptions } from '../src/endpoints';
import type { ChatRequest } from '../src/protocol';

const REPLY = JSON.stringify({
  choices: [{ message: { content: 'The answer is \\boxed{4}.' }, finish_reason: 'stop' }],
  usage: { prompt_tokens: 200, completion_tokens: 12 },
});
const CONCURRENCY = 64;
const REQUESTS = 10_000;

/** The server, in a process of its own. `hold`: it answers nothing. */
function serve(): void {
  const hold = process.argv[3] === 'hold';
  const server = createServer((request, response) => {
    request.resume();
    request.on('end', () => {
      if (hold) return;
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(REPLY);
    });
  });
  server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port));
}

async function start(
  kind: 'answer' | 'hold',
): Promise<{ readonly url: string; readonly child: ChildProcess }> {
  const child = fork(fileURLToPath(import.meta.url), ['serve', kind], { execArgv: ['--import', 'tsx'] });
  const port = await new Promise<number>((resolve) =>
    child.once('message', (said) => resolve(said as number)),
  );
  return { url: `http://127.0.0.1:${port}/v1`, child };
}

const request = (i: number): ChatRequest => ({
  messages: [{ role: 'user', parts: [{ type: 'text', text: `Question ${i}: ${'word '.repeat(160)}` }] }],
  maxTokens: 512,
  temperature: 1,
});
const open = (url: string, options: Partial<ChatOptions> = {}) =>
  openChat(
    { id: 'm', title: 'm', api: 'openai', url, model: 'm' },
    { keys: () => undefined, concurrency: CONCURRENCY, ...options },
  );

async function plainLoop(url: string): Promise<void> {
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let i = next; i < REQUESTS; i = next) {
      next += 1;
      const { messages, maxTokens, temperature } = request(i);
      const [{ parts }] = messages as [(typeof messages)[0]];
      const response = await fetch(`${url}/chat/completions`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({
          model: 'm',
          messages: [{ role: 'user', content: parts }],
          max_tokens: maxTokens,
          temperature,
        }),
      });
      await response.json();
    }
  };
  await Promise.all(Array.from({ length: CONCURRENCY }, worker));
}

const perSecond = async (work: () => Promise<unknown>): Promise<number> => {
  const begun = performance.now();
  await work();
  return (REQUESTS * 1_000) / (performance.now() - begun);
};
const askAll = (client: ReturnType<typeof open>) => (): Promise<unknown> =>
  Promise.all(Array.from({ length: REQUESTS }, (_, i) => client.ask(request(i))));
const best = (values: readonly number[]): string =>
  `${Math.round(Math.max(...values)).toLocaleString('en-US')} /s`;

async function main(): Promise<void> {
  const row = (what: string, figure: string): void => console.log(`| ${what} | ${figure} |`);
  console.log(
    `| ${REQUESTS.toLocaleString('en-US')} requests, ${CONCURRENCY} in flight; best of 3 | |\n| --- | ---: |`,
  );
  const cache = mkdtempSync(join(tmpdir(), 'stagecraft-bench-'));
  const { url, child } = await start('answer');
  await plainLoop(url);
  const [peer, ours, keeping, known]: [number[], number[], number[], number[]] = [[], [], [], []];
  // In turn, so that a busy moment of the machine hits all of them.
  for (let i = 0; i < 3; i += 1) {
    peer.push(await perSecond(() => plainLoop(url)));
    ours.push(await perSecond(askAll(open(url))));
    const folder = join(cache, String(i));
    keeping.push(await perSecond(askAll(open(url, { cache: folder }))));
    known.push(await perSecond(askAll(open(url, { cache: folder }))));
  }
  row('plain `fetch` loop', best(peer));
  row('`openChat`, no cache', best(ours));
  row('`openChat`, answers kept', best(keeping));
  row('`openChat`, answers known', best(known));
  child.kill();

  const held = await start('hold');
  const stop = new AbortController();
  const client = open(held.url);
  globalThis.gc?.();
  const before = process.memoryUsage();
  const waiting = Array.from({ length: REQUESTS }, (_, i) =>
    client.ask(request(i), stop.signal).catch(() => undefined),
  );
  await new Promise((resolve) => setTimeout(resolve, 1_000));
  globalThis.gc?.();
  const after = process.memoryUsage();
  const mb = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`;
  row('heap of 10,000 queued requests (1 KB of text each)', mb(after.heapUsed - before.heapUsed));
  row('RSS growth by them', mb(after.rss - before.rss));
  const begun = performance.now();
  stop.abort(new Error('stop'));
  await Promise.all(waiting);
  row('aborting them all', `${Math.round(performance.now() - begun)} ms`);
  held.child.kill();
  rmSync(cache, { recursive: true, force: true });
}

if (process.argv[2] === 'serve') serve();
else void main();
