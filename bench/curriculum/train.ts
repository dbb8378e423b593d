import { createTrainer, type Answer, type Model, type Trainer } from '../../src/engines/embedded';
import { openReward, type Reward } from '../../src/rewards';
import { random, type Random } from '../../scripts/shape-math/random';
import { CAPABILITIES, type Capability, type Item, type Task } from './rows';

/** As in the example's curriculum file. */
const BATCH = 16;
const GROUP = 8;
const RATE = 3e-4;
const SAMPLES = 4;

interface StagePlan {
  readonly rows: readonly Item[];
  readonly freeze: readonly 'vision'[];
  readonly steps: number;
}
type Arrange = (task: Task, steps: number, rng: Random) => readonly StagePlan[];

const easyFirst = (rows: readonly Item[]): readonly Item[] =>
  rows.filter((r) => r.passRate >= 0.2 && r.passRate < 1).sort((a, b) => b.passRate - a.passRate);

const stage = (task: Task, name: Capability, steps: number): StagePlan => ({
  rows: easyFirst(task.train[name]),
  freeze: name === 'text' ? ['vision'] : [],
  steps,
});

/** Each has three times `steps` steps in all. */
export const ARRANGEMENTS: Readonly<Record<string, Arrange>> = {
  staged: (task, steps) => CAPABILITIES.map((name) => stage(task, name, steps)),
  reversed: (task, steps) => [...CAPABILITIES].reverse().map((name) => stage(task, name, steps)),
  merged: (task, steps, rng) => [
    {
      rows: rng.shuffle(CAPABILITIES.flatMap((name) => easyFirst(task.train[name]))),
      freeze: [],
      steps: 3 * steps,
    },
  ],
  'visual only': (task, steps, rng) => [
    { rows: rng.shuffle(easyFirst(task.train.visual)), freeze: [], steps: 3 * steps },
  ],
};

export interface Curve {
  readonly arrangement: string;
  readonly seed: number;
  readonly seconds: number;
  /** Mean accuracy of each step's rollouts. */
  readonly rollouts: readonly number[];
  readonly tests: readonly {
    readonly step: number;
    readonly accuracy: Readonly<Record<Capability, number>>;
  }[];
}

/** Trains a copy of `base` in one arrangement; tests at the start and after each third of the steps. */
export async function train(
  base: Model,
  task: Task,
  arrangement: string,
  steps: number,
  seed: number,
): Promise<Curve> {
  const reward = await openReward({ kind: 'builtin', name: 'boxed-answer' });
  const model: Model = { ...base, theta: base.theta.slice() };
  const rollouts: number[] = [];
  const tests: { step: number; accuracy: Record<Capability, number> }[] = [];
  const stages = ARRANGEMENTS[arrangement]?.(task, steps, random(seed)) ?? [];
  let seconds = 0;
  for (const { rows, freeze, steps: count } of stages) {
    const trainer = await createTrainer(model, { freeze });
    const reference = model.theta.slice();
    if (tests.length === 0) tests.push({ step: 0, accuracy: await test(trainer, task, reward, seed) });
    for (let step = 0; step < count; step++) {
      const started = performance.now();
      const batch = Array.from({ length: BATCH }, (_, i) => rows[(step * BATCH + i) % rows.length]).filter(
        (item) => item !== undefined,
      );
      let right = 0;
      await trainer.grpo(
        batch,
        async (answers) => {
          const scores = await Promise.all(batch.map((item, i) => grade(reward, item, answers[i] ?? [])));
          right = mean(scores.flatMap((group) => group.map((s) => s.accuracy)));
          return scores.map((group) => group.map((s) => s.overall));
        },
        {
          seed: seed * 1000 + rollouts.length,
          group: GROUP,
          maxTokens: 20,
          learningRate: RATE * Math.min(1, (step + 1) / 3),
          clipHigh: 0.28,
          kl: 0.01,
          reference,
        },
      );
      seconds += (performance.now() - started) / 1000;
      rollouts.push(right);
      if (rollouts.length % steps === 0)
        tests.push({ step: rollouts.length, accuracy: await test(trainer, task, reward, seed) });
    }
    await trainer.close();
  }
  await reward.close();
  return { arrangement, seed, seconds, rollouts, tests };
}

async function grade(reward: Reward, item: Item, answers: readonly Answer[]) {
  const scores = await reward.score(
    answers.map((a) => ({ response: a.text, responseLength: a.tokens, groundTruth: item.answer })),
  );
  return scores.map((score) => ({ overall: score.overall, accuracy: score.accuracy ?? 0 }));
}

async function test(
  trainer: Trainer,
  task: Task,
  reward: Reward,
  seed: number,
): Promise<Record<Capability, number>> {
  const accuracy = { perception: 0, text: 0, visual: 0 };
  for (const name of CAPABILITIES) {
    const rows = task.test[name];
    const answers = await trainer.generate(rows, { count: SAMPLES, temperature: 1, maxTokens: 20, seed });
    const graded = await Promise.all(rows.map((item, i) => grade(reward, item, answers[i] ?? [])));
    accuracy[name] = mean(graded.flatMap((group) => group.map((s) => s.accuracy)));
  }
  return accuracy;
}

const mean = (list: readonly number[]): number => list.reduce((a, b) => a + b, 0) / Math.max(1, list.length);
