import {
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, expect, it } from 'vitest';

import { openDataEngine } from '../../src/data';
import { embeddedEngine } from '../../src/engines';
import { checkCurriculum } from '../../src/language';
import { isPlan, makePlan, type Plan } from '../../src/plan';
import { isError, packageRoot } from '../../src/protocol';
import { predictionsFile, readEvents, resumeRun, stageFolder, startRun, waitForEnd } from '../../src/runs';
import { endProcesses, processesMentioning, until } from '../fixtures/runs/processes';
import { discard } from '../fixtures/discard';

// The supervisor as it ships and the embedded engine, on some rows of the example.
const root = realpathSync(mkdtempSync(join(tmpdir(), 'stagecraft-embedded-')));
const file = join(root, 'small.curriculum.yaml');
const example = join(packageRoot(), 'examples', 'shape-math');
afterAll(async () => {
  endProcesses(await processesMentioning(root));
  discard(root);
});

const CURRICULUM = `curriculum: 1
name: small
model: micro-vlm
engine: embedded
prompt: prompts/question.jinja
datasets:
  pictures: { capability: perception, train: perception-train.jsonl, val: perception-val.jsonl, test: perception-test.jsonl }
  sums: { capability: textual-reasoning, train: text-train.jsonl, val: text-val.jsonl }
schedule: { difficulty: easy-to-hard }
defaults: { steps: 4, batch: 4, rollouts: 4, learning_rate: 3e-4, max_prompt_length: 64, max_response_length: 20, save_every: 1, validate_every: 2 }
stages:
  - { id: see, data: pictures, where: pass_rate < 1, validate: pictures, engine_options: { validation_samples: 2 } }
  - { id: think, data: sums, validate: sums, checkpoint: best, engine_options: { validation_samples: 2 } }
audit: { method: counterfactual }
`;

let plan: Plan;
beforeAll(async () => {
  if (!existsSync(join(packageRoot(), 'dist', 'supervisor.cjs')))
    throw new Error('Build first: node esbuild.mjs');
  mkdirSync(join(root, 'prompts'));
  copyFileSync(join(example, 'prompts', 'question.jinja'), join(root, 'prompts', 'question.jinja'));
  cpSync(join(example, 'data', 'images'), join(root, 'images'), { recursive: true });
  for (const [name, rows] of [
    ['perception-train', 40],
    ['perception-val', 8],
    ['perception-test', 4],
    ['text-train', 40],
    ['text-val', 8],
  ] as const) {
    const lines = readFileSync(join(example, 'data', `${name}.jsonl`), 'utf8').split('\n');
    writeFileSync(join(root, `${name}.jsonl`), `${lines.slice(0, rows).join('\n')}\n`);
  }
  writeFileSync(file, CURRICULUM);
  const data = await openDataEngine({ folders: [root] });
  const made = await makePlan({ checked: checkCurriculum(file), data });
  await data.close();
  if (!isPlan(made) || made.problems.some(isError)) throw new Error(JSON.stringify(made.problems, null, 1));
  plan = made;
});

const start = (predict: boolean) =>
  startRun({ plan, root, engine: embeddedEngine, files: [{ path: file, text: CURRICULUM }], predict });
const weights = async (dir: string): Promise<Buffer> => {
  const last = (await embeddedEngine.checkpoints(stageFolder(dir, 'think'))).at(-1);
  expect(last?.step).toBe(4);
  return readFileSync(join(last?.path ?? '', 'model.safetensors'));
};

it('a run of the embedded engine that is killed and resumed has the weights of one that was not', async () => {
  const calm = await start(true);
  const end = await waitForEnd(calm.dir, 120_000);
  expect(end?.state, end?.reason).toBe('done');
  expect(end?.stages.map(({ id, state }) => [id, state])).toEqual([
    ['see', 'done'],
    ['think', 'done'],
    ['predict', 'done'],
  ]);
  const predictions = readFileSync(predictionsFile(calm.dir, 'think'), 'utf8').trim().split('\n');
  const arms = predictions.map((line) => (JSON.parse(line) as { arm: string }).arm);
  expect(arms.filter((arm) => arm === 'image')).toHaveLength(4 + 8); // `test` of the pictures, `val` of the sums
  expect(new Set(arms).size).toBeGreaterThan(1);

  const { dir } = await start(false);
  await until(
    'a checkpoint of the second stage',
    async () => (await embeddedEngine.checkpoints(stageFolder(dir, 'think'))).length > 0,
    90_000,
  );
  endProcesses(await processesMentioning(dir));
  expect((await waitForEnd(dir, 60_000))?.state).toBe('interrupted');
  await resumeRun(dir);
  const resumed = await waitForEnd(dir, 120_000);
  expect(resumed?.state, resumed?.reason).toBe('done');

  expect((await weights(dir)).equals(await weights(calm.dir))).toBe(true);
  const started = (await readEvents(dir)).filter((event) => event.type === 'started');
  expect(started.filter((event) => event.firstStep > 1).length).toBeGreaterThan(0);
  await until('all processes to end', async () => (await processesMentioning(root)).length === 0);
}, 240_000);
