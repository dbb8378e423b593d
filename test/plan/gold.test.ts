import { rmSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkCurriculum } from '../../src/language';
import { isPlan, makePlan } from '../../src/plan';
import { checkGold, idealResponse } from '../../src/plan/gold';
import { openWorkshop, type Workshop } from './workshop';

let shop: Workshop;
beforeAll(async () => (shop = await openWorkshop()));
afterAll(() => shop.close());

const curriculum = (reward: string, stage = '{ id: s, data: d }'): string => `curriculum: 1
engine: embedded
reward: ${reward}
datasets:
  d: { capability: perception, train: d.jsonl }
defaults: { batch: 2, rollouts: 8 }
stages: [${stage}]
`;

const question = (index: number, answer: string, keep = true): object => ({
  id: `own-${index}`,
  problem: `${index}?`,
  answer,
  keep,
});
const gold = async (yaml: string) => (await shop.plan(yaml)).problems.filter(({ code }) => code === 'SC380');

describe('gold answers that the reward scores below 1', () => {
  it('is silent for answers that the reward can compare', async () => {
    shop.rows(
      'd.jsonl',
      ['4', '\\frac{1}{2}', 'A', 'red', '3.5%', 'x^2 + 1'].map((answer, index) => question(index, answer)),
    );
    expect(await gold(curriculum('boxed-answer'))).toEqual([]);
  });

  it('stands at the row, past blank lines, with how many were tried', async () => {
    const rows = [
      question(0, '4'),
      question(1, 'an open { brace'),
      question(2, '5'),
      question(3, 'another { one'),
    ];
    const path = shop.write('d.jsonl', rows.map((row) => `${JSON.stringify(row)}\n\n`).join(''));
    const [problem, ...more] = await gold(curriculum('boxed-answer'));
    expect(more).toEqual([]);
    expect(problem).toMatchObject({
      severity: 'warning',
      place: { file: path, range: { start: { line: 2 } } },
    });
    expect(problem?.message).toBe(
      'The reward `boxed-answer` scores 2 gold answers of `d` below 1 (of 4 rows tried), such as `an open { brace` in row 2',
    );
    expect(problem?.related?.[0]).toMatchObject({ place: { file: path, range: { start: { line: 6 } } } });
  });

  it('is an error when the reward fits no row at all', async () => {
    shop.rows(
      'd.jsonl',
      ['seven', 'eight', 'nine'].map((answer, index) => question(index, answer)),
    );
    const [problem] = await gold(curriculum('choice'));
    expect(problem).toMatchObject({
      severity: 'error',
      hint: 'Choose another `reward`, or another column for `answer`.',
    });
    expect(problem?.message).toContain('every gold answer of `d` below 1 (3 rows tried)');
  });

  it('leaves out the rows that the stage leaves out', async () => {
    shop.rows('d.jsonl', [question(0, '4'), question(1, '{', false), question(2, '5')]);
    expect(await gold(curriculum('boxed-answer', '{ id: s, data: d, where: keep }'))).toEqual([]);
    expect(await gold(curriculum('boxed-answer', "{ id: s, data: d, where: id != 'own-0' }"))).toMatchObject([
      { place: { range: { start: { line: 1 } } } },
    ]);
  });

  it('asks nothing of supervised stages and runs no Python', async () => {
    shop.rows('d.jsonl', [question(0, '{'), question(1, '{')]);
    expect(await gold(curriculum('boxed-answer', '{ id: s, data: d, method: sft }'))).toEqual([]);
    shop.write('reward.py', 'raise SystemExit("was run")\ndef score(rewards): return []\n');
    const result = await shop.plan(curriculum('reward.py:score'));
    expect(isPlan(result)).toBe(true);
    expect(result.problems.filter(({ severity }) => severity === 'error')).toEqual([]);
  });

  it('reports a reward function that is not in its file', async () => {
    shop.write('reward.py', 'def score(rewards): return []\n');
    const { problems } = await shop.plan(curriculum('reward.py:scores'));
    expect(problems.find(({ code }) => code === 'SC462')?.place.range?.start.line).toBe(2);
  });

  it('answers with a closed trace and one box', () => {
    expect(idealResponse('4')).toBe('<think>\n</think>\n\\boxed{4}');
  });

  it('is told where the file is named when it goes away meanwhile', async () => {
    const path = shop.rows('d.jsonl', [question(1, '2'), question(2, '3')]);
    const file = shop.write('test.curriculum.yaml', curriculum('boxed-answer'));
    const checked = checkCurriculum(file);
    const plan = await makePlan({ checked, data: shop.data, checkData: false });
    if (!isPlan(plan)) throw new Error('no plan');
    rmSync(path);
    const { curriculum: own, stages } = plan;
    const problems = await checkGold({ checked, curriculum: own, stages, data: shop.data });
    expect(problems).toMatchObject([{ code: 'SC300', place: { file, range: { start: { line: 4 } } } }]);
  });
});
