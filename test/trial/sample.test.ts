import { readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { packageRoot, type SampleRequest } from '../../src/protocol';
import { goldResponse } from '../../src/preflight';
import { debugSample, goldIsRight, sampleReport, TrialError } from '../../src/trial';
import { smallProject, type Project } from '../cli/project';

let project: Project;
beforeAll(() => (project = smallProject(2)));
afterAll(() => project.dispose());

const ask = (more: Partial<SampleRequest> = {}) =>
  debugSample({ root: project.folder, file: project.file, ...more });

/** A curriculum of its own beside the example's data. */
const curriculum = (name: string, change: (text: string) => string): string =>
  project.write(`${name}.curriculum.yaml`, change(readFileSync(project.file, 'utf8')));

describe('one row through prompt, model and reward', () => {
  it('shows every step with real answers of the base model', async () => {
    const trace = await ask();
    expect(trace.row).toMatchObject({ dataset: 'pictures', trained: true });
    expect(trace.row.cells).toContainEqual({
      role: 'question',
      column: 'problem',
      value: expect.stringContaining('<image>') as string,
    });
    expect(trace.images[0]).toMatchObject({ width: 256, height: 256, format: 'png' });
    if (!('tokens' in trace.prompt)) throw new Error('no tokens');
    expect(trace.prompt.text).not.toContain('<image>');
    expect(trace.prompt.tokens).toBeGreaterThan(3);
    expect(trace.prompt.image).toEqual({ side: 24, patch: 8, patches: 9 });
    expect(trace.model).toMatchObject({
      kind: 'asked',
      words: expect.stringContaining('base model') as string,
    });
    expect(trace.answers.map(({ kind }) => kind)).toEqual([
      'gold',
      'greedy',
      'sampled',
      'sampled',
      'sampled',
      'sampled',
    ]);
    for (const { kind, text, reward, tokens } of trace.answers) {
      expect(reward?.overall).toBeGreaterThanOrEqual(0);
      if (kind !== 'gold') expect(tokens).toBeGreaterThan(0);
      expect(text).not.toBe('');
    }
    expect(goldIsRight(trace)).toBe(true);
    const { text } = sampleReport(trace);
    for (const title of ['1. Row', '2. Image', '3. Prompt', '4. Model', '5. Reward', '6. Gold answer'])
      expect(text).toContain(title);
    // Nothing is left behind.
    expect(readdirSync(tmpdir()).filter((name) => name.startsWith('stagecraft-sample-'))).toEqual([]);
  }, 90_000);

  it('gives the same answers again', async () => {
    const texts = async () => (await ask({ row: '2' })).answers.map(({ text }) => text);
    expect(await texts()).toEqual(await texts());
  }, 90_000);

  it('asks the last checkpoint of the newest run', async () => {
    await project.cli('run', project.file, '--stage', 'see', '--no-audit');
    const see = await ask({ stage: 'see' });
    expect(see.model.words).toMatch(/^step 2 of stage `see` in run /);
    // A later stage starts from what it trained.
    expect((await ask({ stage: 'think' })).model.words).toMatch(/stage `see`/);
    expect(
      (await ask({ stage: 'see', variant: 'merged' }).catch((one: unknown) => one)) instanceof TrialError,
    ).toBe(true);
    expect((await ask({ variant: 'merged' })).model.words).toContain('base model');
  }, 120_000);
});

describe('which row', () => {
  const given = { response: 'x' };
  it('takes an id in any stage, and the number of a row', async () => {
    const byId = await ask({ row: 'text-train-0003', ...given });
    expect(byId).toMatchObject({ stage: 'think', row: { id: 'text-train-0003' } });
    const second = await ask({ row: '2', ...given });
    expect(second.row.id).toBe('perception-train-0002');
    const held = await ask({ row: 'visual-test-0001', ...given });
    expect(held.row).toMatchObject({ split: 'test' });
    expect(held.row.trained).toBeUndefined();
  });

  it('says when a condition leaves the row out', async () => {
    const lines = readFileSync(join(project.folder, 'data', 'perception-train.jsonl'), 'utf8')
      .trim()
      .split('\n');
    const solved = lines
      .map((line) => JSON.parse(line) as { id: string; pass_rate: number })
      .find(({ pass_rate: rate }) => rate === 1 || rate < 0.2);
    if (solved === undefined) throw new Error('no such row');
    const trace = await ask({ row: solved.id, ...given });
    expect(trace.row.trained).toBe(false);
    expect(sampleReport(trace).text).toContain('it does not meet `pass_rate >= 0.2');
  });

  it('names the nearest ids for one that is not there', async () => {
    await expect(ask({ row: 'perception-trian-0003', ...given })).rejects.toMatchObject({
      name: 'TrialError',
      hint: expect.stringContaining('perception-train-0003') as string,
    });
    await expect(ask({ row: '4000', ...given })).rejects.toMatchObject({
      hint: expect.stringContaining('from 1 to 48') as string,
    });
    await expect(ask({ stage: 'sea' })).rejects.toMatchObject({
      hint: expect.stringContaining('see') as string,
    });
  });
});

describe('what the reward makes of a response', () => {
  it('gives the parts, the answer that it took, and why', async () => {
    const { answers } = await ask({ row: 'perception-train-0001', response: 'So \\boxed{5} and \\boxed{6}' });
    expect(answers.find(({ kind }) => kind === 'given')).toMatchObject({
      reward: { accuracy: 0, format: 0 },
      extracted: '6',
      why: expect.stringContaining('differs from the gold answer `5`; format: 2 boxes') as string,
    });
  });

  it('shows a gold answer that the reward does not know', async () => {
    const file = curriculum('choice', (text) => text.replace('reward: boxed-answer', 'reward: choice'));
    const trace = await debugSample({
      root: project.folder,
      file,
      row: 'perception-train-0001',
      response: 'x',
    });
    expect(goldIsRight(trace)).toBe(false);
    expect(sampleReport(trace).text).toContain('The reward gives it less than 1');
  });

  it('runs a Python reward, with what it prints, and tells where one fails', async () => {
    project.write(
      'reward.py',
      'def good(rewards):\n    print("seen")\n    return [{"overall": float("5" in r["response"]), "length": 1.0} for r in rewards]\n\ndef bad(rewards):\n    return rewards[0]["nothing"]\n',
    );
    const good = curriculum('good', (text) => text.replace('reward: boxed-answer', 'reward: reward.py:good'));
    const trace = await debugSample({ root: project.folder, file: good, row: '1', response: 'it is 5' });
    expect(trace.reward.printed).toContain('seen');
    expect(trace.answers.map(({ reward }) => reward)).toEqual([
      { overall: 1, length: 1 },
      { overall: 1, length: 1 },
    ]);
    const bad = curriculum('bad', (text) => text.replace('reward: boxed-answer', 'reward: reward.py:bad'));
    const failed = await debugSample({ root: project.folder, file: bad, row: '1', response: 'it is 5' });
    expect(failed.reward.failure?.place).toMatch(/reward\.py:6$/);
    expect(failed.answers.every(({ reward }) => reward === undefined)).toBe(true);
    expect(goldIsRight(failed)).toBe(false);
    expect(sampleReport(failed).text).toContain('failed');
  });
});

describe('an engine whose model is not here', () => {
  it('grades the gold answer and counts image tokens, but asks nobody', async () => {
    const file = curriculum('large', (text) =>
      text.replace(/^engine: .*$/m, 'engine: easyr1').replace(/^model: .*$/m, 'model: qwen3-vl-8b'),
    );
    const trace = await debugSample({ root: project.folder, file });
    expect(trace.model).toMatchObject({ kind: 'not-asked' });
    expect(trace.answers.map(({ kind }) => kind)).toEqual(['gold']);
    // 256 x 256 pixels are brought to EasyR1's least, 262144: 512 x 512, which is 16 x 16 squares of 32, and two marks.
    expect(trace.images[0]?.tokens).toBe('258 tokens (Qwen3-VL: 32 x 32 pixels a token)');
    expect(trace.prompt).toMatchObject({ text: expect.stringContaining('<image>') as string });
  });
});

describe('the best response that can be', () => {
  it('has the form that the prompt asks for', () => {
    expect(goldResponse('4', undefined)).toBe('\\boxed{4}');
    expect(goldResponse('4', '{#- think and <answer> -#}{{ content }}')).toBe('\\boxed{4}');
    expect(goldResponse('4', '{{ content }} in <think> </think>, then \\boxed{}')).toBe(
      '<think>\n</think>\n\\boxed{4}',
    );
    expect(goldResponse('4', '{{ content }} in <answer></answer>')).toBe('<answer>4</answer>');
  });
});

it('goes on where the model cannot answer: that is what is to be seen', async () => {
  const text = readFileSync(
    join(packageRoot(), 'examples', 'shape-math', 'data', 'perception-train.jsonl'),
    'utf8',
  );
  const rows = text.split('\n').slice(0, 4);
  project.write('broken.jsonl', `${rows.join('\n').replace('images/train-001.png', 'torn.png')}\n`);
  project.write('torn.png', 'no picture');
  const file = project.write(
    'broken.curriculum.yaml',
    'curriculum: 1\nname: e\nmodel: micro-vlm\nengine: embedded\nreward: boxed-answer\ndatasets: { e: { capability: perception, train: broken.jsonl } }\ndefaults: { batch: 4, steps: 1 }\nstages: [{ id: s, data: e }]\n',
  );
  const trace = await debugSample({ root: project.folder, file });
  expect(trace.images[0]?.fault).toMatch(/not|PNG|image/i);
  expect(trace.model).toMatchObject({ kind: 'failed', words: expect.stringContaining('torn.png') as string });
  expect(goldIsRight(trace)).toBe(true);
}, 60_000);

it('names the file that gives no plan, and the variants that there are', async () => {
  const ask = (file: string, variant?: string) =>
    debugSample({
      root: project.folder,
      file: join(project.folder, file),
      ...(variant === undefined ? {} : { variant }),
    });
  await expect(ask('nope.yaml')).rejects.toThrow(/^nope\.yaml gives no plan: The file cannot be read$/);
  await expect(ask('shape-math.curriculum.yaml', 'nosuch')).rejects.toThrow(
    /^shape-math\.curriculum\.yaml has no variant `nosuch`: it has merged, /,
  );
}, 60_000);
