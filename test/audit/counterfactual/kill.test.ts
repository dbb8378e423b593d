import { fork } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { askArms } from '../../../src/audit/counterfactual';
import { folder, open, serve } from '../../endpoints/ask';
import { makeSet, many } from './make-set';
import { seeded } from './seeded-model';

const source = (path: string): string =>
  JSON.stringify(new URL(`../../../src/${path}`, import.meta.url).href);

it('loses nothing that was answered when it is killed', async () => {
  const server = await serve(async (response, received, i) => {
    await sleep(20);
    await seeded(response, received, i);
  });
  const set = await makeSet(folder(), many(['perception'], 40));
  const script = join(folder(), 'ask.mts');
  writeFileSync(
    script,
    `import { askArms } from ${source('audit/counterfactual/index.ts')};
     import { openChat } from ${source('endpoints/index.ts')};
     const [set, url] = process.argv.slice(2);
     const model = { id: 'judge', title: 'judge', api: 'openai', url, model: 'm' };
     await askArms({ set }, { client: openChat(model, { keys: () => undefined, concurrency: 4 }) });`,
  );
  const child = fork(script, [set, server.url], { execArgv: ['--import', import.meta.resolve('tsx')] });
  const ended = new Promise((resolve) => child.on('exit', resolve));
  const file = join(set, 'answers.jsonl');
  const kept = (): number => (existsSync(file) ? readFileSync(file, 'utf8').split('\n').length - 1 : 0);
  while (kept() < 40 && child.exitCode === null) await sleep(20);
  child.kill('SIGKILL');
  await ended;
  const answered = kept();
  expect(answered).toBeGreaterThanOrEqual(40);
  expect(answered).toBeLessThan(200);
  const outcome = await askArms({ set }, { client: open(server.url, { concurrency: 16 }) });
  expect(outcome).toMatchObject({ known: answered, asked: 200 - answered, failed: 0 });
  const lines = readFileSync(join(set, 'counterfactual.jsonl'), 'utf8').trim().split('\n');
  expect(lines).toHaveLength(40);
  expect(lines.every((line) => line.includes('"perception-confirmed"'))).toBe(true);
});
