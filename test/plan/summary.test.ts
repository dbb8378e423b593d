import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PLAN_CODES, planSummary, planToJson, type Plan, type PlanSummary } from '../../src/plan';
import { openWorkshop, sums, type Workshop } from './workshop';

let shop: Workshop;
let plan: Plan;
let summary: PlanSummary;
beforeAll(async () => {
  shop = await openWorkshop();
  shop.rows('see.jsonl', sums(100));
  shop.rows('think.jsonl', sums(60));
  shop.rows('val.jsonl', sums(8));
  plan = await shop.planned(`curriculum: 1
name: two
engine: embedded
datasets:
  see: { capability: perception, train: see.jsonl, val: val.jsonl }
  think: { capability: visual-reasoning, train: think.jsonl, val: val.jsonl, test: val.jsonl }
schedule: { difficulty: hard-to-easy }
defaults: { batch: 8, rollouts: 4, learning_rate: 1e-5 }
stages:
  - id: first
    data: see
    where: pass_rate < 1
    epochs: 4
    freeze: [vision]
  - { id: second, data: [think, see], until: val_accuracy > 0.9, save_every: 3 }
`);
  summary = planSummary(plan);
});
afterAll(() => shop.close());

const lines = (stage: number, id: string): string[] =>
  (summary.stages[stage]?.sections.find((section) => section.id === id)?.lines ?? []).map(
    ({ label, value, note }) => [label, value, note].filter((part) => part !== undefined).join(' | '),
  );

describe('a plan in words', () => {
  it('heads with the run and its total of steps', () => {
    expect(summary.head.map(({ label, value, note }) => [label, value, note])).toEqual([
      ['curriculum', 'two', undefined],
      ['model', 'micro-vlm', undefined],
      ['engine', 'embedded', undefined],
      ['reward', 'boxed-answer (built in)', undefined],
      ['schedule', 'staged, hard-to-easy', undefined],
      ['steps', '60 steps', '40 + 20'],
    ]);
    expect(summary.after.map(({ label, value }) => `${label}: ${value}`)).toEqual([
      'see: val rows answered by the last model',
      'think: test rows answered by the last model',
    ]);
  });

  it('shows rows before and after, order, steps with formula', () => {
    expect(summary.stages.map(({ headline }) => headline)).toEqual([
      '80 rows, 40 steps, from the base model',
      '160 rows, 20 steps, from the best checkpoint of first',
    ]);
    expect(lines(0, 'rows')).toEqual(['see | 80 of 100 rows | perception, where pass_rate < 1']);
    expect(lines(1, 'rows')).toEqual([
      'see | 100 rows | perception',
      'think | 60 rows | visual-reasoning',
      'together | 160 rows',
    ]);
    expect(lines(1, 'order')).toEqual([
      'order | from the lowest pass rate to the highest (hard to easy); equal rows in capability order, then in file order; the same in every epoch',
    ]);
    expect(lines(0, 'training')).toEqual([
      'steps | 40 | floor(80 rows / 8 a batch) = 10 steps an epoch x 4 epochs = 40',
      'a step | 8 prompts x 4 rollouts = 32 responses',
      'trains | all but the vision encoder | freeze: vision',
    ]);
  });

  it('shows the chain of checkpoints and what the plan chose', () => {
    expect(lines(1, 'checkpoints')).toEqual([
      'starts from | the best checkpoint of first',
      `validates | every 3 steps | ${shop.folder}/val.jsonl`,
      'saves | every 3 steps | at 3, 6, …, 20; keeps the last 3 and the best',
      'note | validates on think, the last in capability order of see and think',
      'note | `checkpoint` is not given: the best one, as first validates',
      'note | `validate_every` is not given: 6 times in the stage',
    ]);
  });

  it('lists the files and the keys', () => {
    expect(lines(0, 'files').map((line) => line.split(' | ')[0])).toEqual([
      'log.txt',
      'train.jsonl',
      'checkpoints/',
    ]);
    expect(lines(1, 'files').at(-1)).toMatch(/^predictions.jsonl/);
    expect(lines(0, 'keys')).toContain('learning_rate | 1e-5');
  });
});

describe('a plan for machines', () => {
  it('survives JSON unchanged and carries what the words say', () => {
    const json = planToJson(plan);
    expect(JSON.parse(JSON.stringify(json))).toEqual(json);
    expect(json).toMatchObject({ version: 1, name: 'two', variant: null, totalSteps: 60 });
    expect(json.stages.map(({ checkpointSteps }) => checkpointSteps.at(-1))).toEqual([40, 20]);
    expect(json.stages[0]).toMatchObject({ until: null, from: { kind: 'base' }, steps: { total: 40 } });
  });
});

describe('codes of the plan', () => {
  it('are explained, in the ranges that are the plan’s', () => {
    for (const [code, { title, explanation }] of Object.entries(PLAN_CODES)) {
      expect(code).toMatch(/^SC(24|38|39)\d$/);
      expect(title.length).toBeGreaterThan(10);
      expect(explanation.length).toBeGreaterThan(title.length);
    }
  });
});
