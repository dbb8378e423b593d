import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { BUILTIN_REWARDS, openReward } from '../../src/rewards';
import { PAIRS } from './pairs';
import { anyPython, FOLDER } from './python/grader';

const python = await anyPython('the built-in rewards as a Python file');
const folder = mkdtempSync(join(tmpdir(), 'stagecraft-rewards-'));
afterAll(() => discard(folder));

const BATCH = PAIRS.slice(0, 400).map(({ response, gold }) => ({
  response,
  responseLength: response.length,
  groundTruth: gold,
}));

/** As a trainer does: loaded by path under a name of its own, far from the folder, with a batch of dicts. */
const LOAD = `
import importlib.util, json, sys
spec = importlib.util.spec_from_file_location("custom_module", sys.argv[1])
module = importlib.util.module_from_spec(spec)
sys.modules["custom_module"] = module
spec.loader.exec_module(module)
rewards = json.load(sys.stdin)
print(json.dumps([module.REWARD_TYPE, getattr(module, sys.argv[2])(rewards)]))
`;
import { discard } from '../fixtures/discard';

function scored(file: string, name: string, rewards: readonly object[], cwd: string): unknown {
  const { stdout, stderr } = spawnSync(python ?? '', ['-c', LOAD, file, name], {
    cwd,
    input: JSON.stringify(rewards),
    encoding: 'utf8',
    env: { ...process.env, PYTHONDONTWRITEBYTECODE: '1', PYTHONPATH: join(folder, 'other') },
  });
  expect(stderr).toBe('');
  return JSON.parse(stdout);
}

describe.runIf(python !== undefined)('the rewards as a Python file', () => {
  it.each([
    ['boxed_answer', 'boxed-answer'],
    ['exact_match', 'exact-match'],
    ['choice', 'choice'],
  ] as const)('%s scores as %s through the reward process', async (name, builtin) => {
    const reward = await openReward(
      { kind: 'python', path: join(FOLDER, 'stagecraft_reward.py'), function: name },
      python === undefined ? {} : { python },
    );
    try {
      expect(await reward.score(BATCH)).toEqual(BATCH.map(BUILTIN_REWARDS[builtin].score));
    } finally {
      await reward.close();
    }
  });

  it('works copied elsewhere, from any folder, beside another package of its name, and takes golds that are numbers', () => {
    const copy = join(folder, 'a copy');
    cpSync(join(FOLDER, 'stagecraft_reward.py'), join(copy, 'stagecraft_reward.py'));
    cpSync(join(FOLDER, 'stagecraft_grading'), join(copy, 'stagecraft_grading'), { recursive: true });
    mkdirSync(join(folder, 'other', 'stagecraft_grading'), { recursive: true });
    writeFileSync(
      join(folder, 'other', 'stagecraft_grading', '__init__.py'),
      'raise SystemExit("the other one")',
    );
    const inputs = [
      { response: '\\boxed{4}', response_length: 3, ground_truth: 4 },
      { response: 'It is 4.', response_length: 3, ground_truth: '4' },
    ];
    expect(scored(join(copy, 'stagecraft_reward.py'), 'boxed_answer', inputs, folder)).toEqual([
      'batch',
      [
        { overall: 1, accuracy: 1, format: 1 },
        { overall: 0, accuracy: 0, format: 0 },
      ],
    ]);
  });

  it('says what is missing when the package was left behind', () => {
    const alone = join(folder, 'alone');
    cpSync(join(FOLDER, 'stagecraft_reward.py'), join(alone, 'stagecraft_reward.py'));
    const { stderr } = spawnSync(python ?? '', ['-c', LOAD, join(alone, 'stagecraft_reward.py'), 'choice'], {
      encoding: 'utf8',
      input: '[]',
    });
    expect(stderr).toContain('stagecraft_grading is missing: copy it together with stagecraft_reward.py');
  });
});
