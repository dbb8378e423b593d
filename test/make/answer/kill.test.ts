import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { build } from 'esbuild';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { answerFiles } from '../../../src/make/answer';
import { packageRoot } from '../../../src/protocol';
import { discard } from '../../fixtures/discard';
import { processesMentioning, until } from '../../fixtures/runs/processes';
import { makeContext, workspace, write } from '../support/context';
import { startScripted } from '../support/scripted-server';
import type { Order } from './answerer';
import { keyOf, linesOf, questionFile, questionOf } from './support';

const folder = join(packageRoot(), 'dist', 'test-make', String(process.pid));
const program = join(folder, 'answerer.cjs');

beforeAll(() =>
  build({
    entryPoints: [join(import.meta.dirname, 'answerer.ts')],
    outfile: program,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    external: ['onnxruntime-node', '@duckdb/node-api', 'sharp'],
    logLevel: 'error',
  }),
);
afterAll(() => discard(folder));

const ended = async (child: ChildProcess): Promise<number | null> => {
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  return child.exitCode;
};

it('answers are neither lost nor doubled when the process is killed again and again', async () => {
  const root = workspace();
  const server = await startScripted({ reply: () => 'Answer: B', delay: 8 });
  const questions = Array.from({ length: 80 }, (_, i) => questionOf(root, i));
  const file = questionFile(root, questions);
  const context = await makeContext({
    root,
    models: { vlm: { url: server.url, concurrency: 4 } },
    make: { answer_with: ['vlm', 'base'], answers: { max_tokens: 8, temperature: 0 } },
    curriculum: { model: { kind: 'preset', name: 'micro-vlm' }, defaults: { max_prompt_length: 64 } },
  });
  const { curriculum, dataset, capability, made } = context;
  const order: Order = { curriculum, dataset, capability, made, root, file };
  const spec = write(join(root, 'order.json'), JSON.stringify(order));
  const [byVlm, byBase] = await answerFiles(context);
  const start = (): ChildProcess => spawn(process.execPath, [program, spec], { stdio: 'inherit' });
  let kills = 0;
  let before: readonly string[] = [];
  for (const wanted of [15, 60, 150]) {
    const child = start();
    while (server.requests.length < wanted && child.exitCode === null) await sleep(2);
    child.kill('SIGKILL');
    await ended(child);
    kills += 1;
    const keys = linesOf(byVlm!.path).map(keyOf);
    expect(keys.slice(0, before.length)).toEqual(before);
    before = keys;
  }
  const last = start();
  expect(await ended(last)).toBe(0);
  for (const { path } of [byVlm!, byBase!]) {
    const keys = linesOf(path).map(keyOf);
    expect(keys).toHaveLength(240);
    expect(new Set(keys).size).toBe(240);
  }
  // Lost is at most what was on its way at each kill.
  expect(server.requests.length).toBeLessThanOrEqual(240 + kills * 4);
  // The engines of killed processes have noticed that nobody listens any more.
  await until('the engines to end', async () => (await processesMentioning(root)).length === 0);
}, 180_000);
