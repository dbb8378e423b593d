import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { rateRows } from '../../../src/make/rate';
import { Grader } from '../../../src/make/rate/grader';
import { openPrompt } from '../../../src/make/rate';
import { BUILTIN_REWARDS, isBuiltinReward } from '../../../src/rewards';
import { makeContext, workspace, write } from '../support/context';
import { startScripted } from '../support/scripted-server';
import { FIXED, keep, ratesIn } from './support';

/** What a model may say, and what a reward that wants boxes, letters or the same text makes of it. */
const SAID = [
  '\\boxed{1+i}',
  '\\boxed{B: red}',
  '\\boxed{B}',
  'B',
  '\\boxed{a^2}',
  'The answer is B.',
  '',
  '\\boxed{',
  'I see a dog. B',
];

const python = (root: string): { kind: 'python'; path: string; function: string } => ({
  kind: 'python',
  path: write(
    join(root, 'reward.py'),
    [
      'import time',
      '',
      'REWARD_NAME = "own"',
      'REWARD_TYPE = "batch"',
      '',
      '',
      'def score(reward_inputs):',
      '    scores = []',
      '    for one in reward_inputs:',
      '        if "hang" in one["response"]:',
      '            time.sleep(600)',
      '        if "fail" in one["response"]:',
      '            raise ValueError("this one cannot be graded")',
      '        right = one["ground_truth"] in one["response"]',
      '        scores.append({"overall": 0.5 * right + 0.1, "accuracy": float(right)})',
      '    return scores',
      '',
    ].join('\n'),
  ),
  function: 'score',
});

describe('rollouts are graded by the reward of training', () => {
  it.each(Object.keys(BUILTIN_REWARDS))('%s', async (name) => {
    if (!isBuiltinReward(name)) throw new Error(name);
    const server = await startScripted({ reply: () => SAID });
    const context = await makeContext({
      models: { vlm: server.url },
      difficulty: { ...FIXED, rollouts: SAID.length },
      curriculum: { reward: { kind: 'builtin', name } },
    });
    const { path } = await rateRows(context, keep(context.root, 1, { answer: 'B' }));
    const [rate] = ratesIn(path).values();
    const score = (response: string) =>
      BUILTIN_REWARDS[name].score({ response, responseLength: 1, groundTruth: 'B' });
    expect(rate?.correctness).toEqual(SAID.map((text) => score(text).accuracy === 1));
    expect(rate?.correctness).toContain(true);
    expect(rate?.correctness).toContain(false);
  });

  it('a function in Python, whose failures and hangs take only themselves along', async () => {
    const grader = await Grader.open(python(workspace()), 3);
    try {
      const tokens = 1;
      const graded = await grader.grade(
        ['it is B', 'hang', 'no', 'fail', 'B again'].map((text) => ({ text, tokens })),
        'B',
      );
      expect(graded.map(({ correct }) => correct)).toEqual([true, null, false, null, true]);
      expect(graded[1]?.reason).toContain('took more than');
      expect(graded[3]?.reason).toContain('this one cannot be graded');
      const together = await Promise.all(
        ['B', 'C', 'B'].map((text) => grader.grade([{ text, tokens }], 'B')),
      );
      expect(together.flat().map(({ correct }) => correct)).toEqual([true, false, true]);
    } finally {
      await grader.close();
    }
  }, 90_000);

  it('ungraded rollouts count neither way, and are graded again when the reward is mended', async () => {
    const server = await startScripted({ reply: () => ['B', 'fail', 'C', 'B'] });
    const root = workspace();
    const reward = python(root);
    const options = { root, models: { vlm: server.url }, difficulty: { ...FIXED, rollouts: 4 } };
    const context = await makeContext({ ...options, curriculum: { reward } });
    const kept = keep(root, 1, { answer: 'B' });
    const { path } = await rateRows(context, kept);
    const [rate] = ratesIn(path).values();
    expect(rate).toMatchObject({ correctness: [true, null, false, true] });
    expect(rate?.reason).toContain('1 of 4 rollouts do not count');
    await rateRows(await context.again(), kept);
    // Nothing is asked of the model again for the sake of the grading.
    expect(server.requests).toHaveLength(1);
    expect([...ratesIn(path).values()][0]?.correctness).toEqual([true, null, false, true]);
  }, 60_000);

  it('a reward that fails every time ends the step', async () => {
    const server = await startScripted({ reply: () => 'fail' });
    const root = workspace();
    const context = await makeContext({
      root,
      models: { vlm: server.url },
      difficulty: { ...FIXED, rollouts: 2 },
      curriculum: { reward: python(root) },
    });
    await expect(rateRows(context, keep(root, 12))).rejects.toMatchObject({ name: 'RewardError' });
  }, 120_000);
});

describe('the prompt of rollouts', () => {
  const question = {
    id: 'q',
    source: 's',
    capability: 'c',
    question: 'Which?',
    options: ['red', 'blue'],
    answer: 'A',
    images: ['/a.png', '/b.png'],
  };
  const text = (value: string) => ({ type: 'text', text: value });
  const image = (file: string) => ({ type: 'image', file });

  it('has images at their marks, or first, and options once', async () => {
    const prompt = write(join(workspace(), 'p.jinja'), '{{ content | trim }}\nBox it.\n');
    const { messages } = await openPrompt({ prompt });
    const parts = (more: Partial<typeof question>) => messages({ ...question, ...more })[0]?.parts;
    const asked = 'Which?\nA. red\nB. blue\nBox it.';
    expect(messages(question)).toEqual([
      { role: 'user', parts: [image('/a.png'), image('/b.png'), text(asked)] },
    ]);
    expect(parts({ question: 'In <image> and <image>: which?', options: [] })).toEqual([
      text('In '),
      image('/a.png'),
      text(' and '),
      image('/b.png'),
      text(': which?\nBox it.'),
    ]);
    expect(parts({ question: '<image>Which?' })).toEqual([image('/a.png'), image('/b.png'), text(asked)]);
    expect(parts({ question: 'Which?\nA. red\nB. blue', images: [] })).toEqual([text(asked)]);
    expect(parts({ question: 'Which? <image>', images: [], options: [] })).toEqual([text('Which?\nBox it.')]);
  });

  it('shows the row that will be written: where the template begins with words, images stand behind them', async () => {
    const prompt = write(join(workspace(), 'p.jinja'), 'Look. {{ content }}');
    const { messages } = await openPrompt({ prompt });
    const asked = 'Which?\nA. red\nB. blue';
    expect(messages(question)[0]?.parts).toEqual([
      text('Look. '),
      image('/a.png'),
      image('/b.png'),
      text(asked),
    ]);
    // A row that is only rated keeps its words, and the runner puts images first where they have no marks.
    expect(messages({ ...question, whole: {} })[0]?.parts).toEqual([
      image('/a.png'),
      image('/b.png'),
      text(`Look. ${asked}`),
    ]);
  });

  it('is refused where it is not there or cannot be rendered', async () => {
    const root = workspace();
    await expect(openPrompt({ prompt: join(root, 'none.jinja') })).rejects.toThrow('does not exist');
    const prompt = write(join(root, 'p.jinja'), '{% if content %}{{ content }}{% endif %}');
    await expect(openPrompt({ prompt })).rejects.toMatchObject({ name: 'MakeError' });
  });
});
