import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Plan } from '../../src/plan';
import { codes, openWorkshop, sums, type Workshop } from './workshop';

/** The published recipe of Qwen3-VL-8B: three stages, batch 512, 5 rollouts, 16/15/15 epochs. */
const RECIPE = `curriculum: 1
name: qwen3-vl-8b-staged
model: qwen3-vl-8b
engine: easyr1
reward: boxed-answer
datasets:
  docci:
    capability: perception
    train: perception.jsonl
  orz-math: { capability: textual-reasoning, train: text.jsonl }
  visual: { capability: visual-reasoning, train: visual.jsonl }
defaults: { rollouts: 5, learning_rate: 1e-6, kl: 0.01, batch: 512, gpus: 8, validate: hiyouga/geometry3k@test }
stages:
  - { id: see, data: docci, epochs: 16, validate_every: 6, save_every: 12 }
  - { id: think, data: orz-math, freeze: [vision], epochs: 15, validate_every: 25, save_every: 25 }
  - { id: see-and-think, data: visual, epochs: 15, validate_every: 15, save_every: 31 }
variants:
  merged: { schedule: { capability: merged }, pooled: { epochs: 15, freeze: [vision] } }
  merged-as-long: { schedule: { capability: merged } }
  capability-only: { schedule: { capability: ordered }, pooled: { epochs: 15, freeze: [vision] } }
  capability-x-difficulty: { schedule: { capability: ordered, difficulty: easy-to-hard }, pooled: { epochs: 15, freeze: [vision] } }
  reversed: { stages: [see-and-think, think, see] }
`;

const ROWS = { perception: 6 * 512 + 219, text: 25 * 512 + 511, visual: 31 * 512 + 12 };

let shop: Workshop;
beforeAll(async () => {
  shop = await openWorkshop();
  for (const [name, count] of Object.entries(ROWS)) shop.rows(`${name}.jsonl`, sums(count));
});
afterAll(() => shop.close());

const totals = (plan: Plan): readonly number[] => plan.stages.map(({ steps }) => steps.total);

describe('the published recipe', () => {
  it('takes 96 + 375 + 465 steps, 936 in all, where its table says 930', async () => {
    const plan = await shop.planned(RECIPE);
    expect(totals(plan)).toEqual([96, 375, 465]);
    expect(plan.stages.map(({ steps }) => steps.leftOver)).toEqual([219, 511, 12]);
  });

  it('chains the stages by their best checkpoints', async () => {
    const plan = await shop.planned(RECIPE);
    expect(plan.stages.map(({ from }) => from)).toEqual([
      { kind: 'base' },
      { kind: 'stage', stage: 'see', checkpoint: { kind: 'best' } },
      { kind: 'stage', stage: 'think', checkpoint: { kind: 'best' } },
    ]);
    expect(plan.stages[2]?.hubValidation).toEqual({ id: 'hiyouga/geometry3k', split: 'test' });
  });

  it('finds that the third stage saves between validations', async () => {
    const { problems } = await shop.planned(RECIPE);
    const stale = problems.filter(({ code }) => code === 'SC243');
    expect(stale).toHaveLength(1);
    expect(stale[0]?.message).toBe(
      'The checkpoint of step 31 carries the score of step 30: stage `see-and-think` validates every 15 steps',
    );
    expect(stale[0]?.hint).toBe('Set `save_every` to a multiple of 15, such as 30.');
    expect(stale[0]?.place.range?.start.line).toBe(15);
  });

  it('counts more steps for the merged run at equal epochs, as fewer rows are left over', async () => {
    const merged = await shop.planned(RECIPE, { variant: 'merged' });
    const rows = ROWS.perception + ROWS.text + ROWS.visual;
    expect(totals(merged)).toEqual([Math.floor(rows / 512) * 15]);
    expect(totals(merged)[0]).toBeGreaterThan((6 + 25 + 31) * 15);
    expect(merged.stages[0]?.notes).toContain('the staged plan takes 936 steps');
    expect(totals(await shop.planned(RECIPE, { variant: 'merged-as-long' }))).toEqual([936]);
  });

  it('says in what else than the schedule the merged run differs', async () => {
    const { problems } = await shop.planned(RECIPE, { variant: 'merged' });
    const confounded = problems.filter(({ code }) => code === 'SC248');
    expect(confounded.map(({ message }) => message)).toEqual([
      'The `merged` stage differs from the staged ones in more than the schedule: `freeze` is vision ' +
        '(staged: see none, think vision, see-and-think none)',
    ]);
    expect(confounded[0]?.place.range?.start.line).toBe(17);
  });

  it('warns that 15 epochs of a capability order start over', async () => {
    const plan = await shop.planned(RECIPE, { variant: 'capability-only' });
    expect(plan.problems.find(({ code }) => code === 'SC245')?.message).toBe(
      '`ordered` goes through perception, textual-reasoning and visual-reasoning 15 times: each epoch starts over',
    );
    expect(plan.stages[0]?.order).toMatchObject({ shuffle: false, sorted: true, byCapability: true });
    expect(plan.stages[0]?.order.meaning).toBe(
      'perception, then textual-reasoning, then visual-reasoning; in file order; the same in every epoch',
    );
  });

  it('puts capability before difficulty in words and in keys', async () => {
    const plan = await shop.planned(RECIPE, { variant: 'capability-x-difficulty' });
    expect(plan.stages[0]?.order).toMatchObject({ byCapability: true, byDifficulty: 'easy-to-hard' });
    expect(plan.stages[0]?.order.meaning).toBe(
      'perception, then textual-reasoning, then visual-reasoning; inside each, from the highest pass rate to the ' +
        'lowest (easy to hard); equal rows in file order; the same in every epoch',
    );
  });

  it('starts the reversed chain from the base model', async () => {
    const plan = await shop.planned(RECIPE, { variant: 'reversed' });
    expect(plan.stages.map(({ id }) => id)).toEqual(['see-and-think', 'think', 'see']);
    expect(plan.stages[0]?.from).toEqual({ kind: 'base' });
    expect(totals(plan)).toEqual([465, 375, 96]);
  });

  it('has no error in any variant', async () => {
    const { problems, plans } = await shop.check(RECIPE);
    expect(problems.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(plans.map(({ variant }) => variant)).toEqual([
      undefined,
      'merged',
      'merged-as-long',
      'capability-only',
      'capability-x-difficulty',
      'reversed',
    ]);
    expect(codes({ problems })).not.toContain('SC247');
  });
});
