import { fork } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { writeQuestions } from '../../../src/make/questions';
import { makeContext, QUESTIONS, workspace, write, writeDocci } from '../support/context';
import { linesOf, reasonsOf } from '../support/lines';
import { startScripted } from '../support/scripted-server';
import { captions, goodReply, numberIn } from '../support/writer';

const CAPTIONS = 120;
const source = (path: string): string =>
  JSON.stringify(new URL(`../../../src/${path}`, import.meta.url).href);

it('goes on after kill -9 without a lost or doubled line, whenever it comes', async () => {
  const server = await startScripted({ reply: goodReply, delay: 10 });
  const root = workspace();
  writeDocci(root, captions(CAPTIONS));
  const context = await makeContext({
    root,
    models: { writer: { url: server.url, concurrency: 3 } },
    make: { questions: { ...QUESTIONS, kinds: ['spatial'] } },
  });
  const { curriculum, dataset, capability, made } = context;
  const spec = write(
    join(root, 'spec.json'),
    JSON.stringify({ curriculum, dataset, capability, made, root }),
  );
  const script = write(
    join(root, 'write.mts'),
    `import { readFileSync } from 'node:fs';
     import { writeQuestions } from ${source('make/questions/index.ts')};
     import { openDataEngine } from ${source('data/index.ts')};
     import { limitsOf, modelsOf, openChat } from ${source('endpoints/index.ts')};
     const spec = JSON.parse(readFileSync(process.argv[2], 'utf8'));
     const [model] = modelsOf(spec.curriculum);
     const client = openChat(model, { ...limitsOf(spec.curriculum, 'writer'), keys: () => undefined });
     await writeQuestions({
       ...spec,
       data: await openDataEngine({ folders: [spec.root] }),
       chat: () => client,
       signal: new AbortController().signal,
       tell: () => undefined,
     });`,
  );
  const work = join(made.to, '.make');
  const kept = (): number => {
    const [file] = existsSync(work) ? readdirSync(work) : [];
    return file === undefined ? 0 : readFileSync(join(work, file), 'utf8').split('\n').length - 1;
  };
  for (const until of [20, 60]) {
    const child = fork(script, [spec], { execArgv: ['--import', import.meta.resolve('tsx')] });
    const ended = new Promise((resolve) => child.on('exit', resolve));
    while (kept() < until && child.exitCode === null) await sleep(5);
    child.kill('SIGKILL');
    await ended;
    expect(kept()).toBeGreaterThanOrEqual(until);
    expect(kept()).toBeLessThan(CAPTIONS);
  }
  const before = kept();
  const asked = server.requests.length;
  const file = await writeQuestions(context);
  const lines = linesOf(file);
  expect(lines.map(numberOf)).toEqual(Array.from({ length: CAPTIONS }, (_, i) => i));
  expect(reasonsOf(lines)).toEqual({});
  expect(server.requests.length - asked).toBe(CAPTIONS - before);
  // Only what was in flight when it was killed is asked for again.
  expect(server.requests.length).toBeLessThanOrEqual(CAPTIONS + 2 * 4);
  expect(new Set(server.requests.map(numberIn)).size).toBe(CAPTIONS);
}, 60_000);

const numberOf = ({ place }: { readonly place: number }): number => place;
