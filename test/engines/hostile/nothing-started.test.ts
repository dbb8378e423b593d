import { chmodSync, existsSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { openDataEngine, type DataEngine } from '../../../src/data';
import { engineProblems } from '../../../src/engines';
import { checkCurriculum } from '../../../src/language';
import { isPlan, makePlan } from '../../../src/plan';
import { stageCommands } from '../../../src/preflight';
import { discard } from '../../fixtures/discard';

/** A stranger's project: its programs leave a trace when anybody starts them. */
const root = mkdtempSync(join(tmpdir(), 'stagecraft-stranger-'));
const trace = join(root, 'started');
let data: DataEngine;

function program(path: string): void {
  mkdirSync(join(path, '..'), { recursive: true });
  writeFileSync(path, `#!/bin/sh\necho "$0" >> ${trace}\nexit 1\n`);
  chmodSync(path, 0o755);
}

beforeAll(async () => {
  vi.stubEnv('STAGECRAFT_PYTHON', '');
  vi.stubEnv('VIRTUAL_ENV', '');
  vi.stubEnv('CONDA_PREFIX', '');
  program(join(root, 'evil'));
  program(join(root, '.venv', 'bin', 'python'));
  writeFileSync(
    join(root, 'reward.py'),
    `open(${JSON.stringify(trace)}, 'a').write('reward')\ndef score(rewards):\n    return []\n`,
  );
  const rows = Array.from({ length: 16 }, (_, id) => JSON.stringify({ id, problem: 'Why?', answer: '1' }));
  writeFileSync(join(root, 'rows.jsonl'), `${rows.join('\n')}\n`);
  data = await openDataEngine({ folders: [root] });
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await data.close();
  discard(root);
});

async function checkedPlan(engine: string) {
  const file = join(root, 'x.curriculum.yaml');
  writeFileSync(
    file,
    [
      'curriculum: 1',
      'name: x',
      'model: Qwen/Qwen2.5-VL-7B-Instruct',
      `engine: ${engine}`,
      'reward: reward.py:score',
      'defaults: { batch: 8, rollouts: 2, gpus: 1, steps: 1 }',
      'datasets:',
      '  d: { train: rows.jsonl, capability: x }',
      'stages:',
      '  - { id: one, data: [d] }',
      '',
    ].join('\n'),
  );
  const checked = checkCurriculum(file);
  const plan = await makePlan({ checked, data });
  if (!isPlan(plan)) throw new Error(JSON.stringify(plan.problems));
  return { checked, plan: plan };
}

describe('a project that nobody trusts', () => {
  it.each([
    '{ trl: { python: ./evil } }',
    'trl',
    '{ easyr1: { python: ./evil } }',
    'easyr1',
    '{ easyr1: { home: ., cluster: "http://127.0.0.1:9" } }',
  ])('has no program started by checks and shown commands: %s', async (engine) => {
    const { checked, plan } = await checkedPlan(engine);
    await engineProblems(plan, checked, { data });
    const [shown] = await stageCommands(plan);
    expect(shown?.argv[0]).toBe(
      engine.includes('evil') ? join(root, 'evil') : join(root, '.venv', 'bin', 'python'),
    );
    expect(existsSync(trace)).toBe(false);
  });
});
