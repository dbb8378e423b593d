import { describe, expect, test } from 'vitest';
import { describe as describeScene } from '../../scripts/shape-math/scene';
import { SIZES, type Row } from '../../scripts/shape-math/rows';
import { openReward } from '../../src/rewards';
import { allRows, DATASETS, readRows, SPLITS } from './read';
import { calculate, readDescription, solve } from './solve';

/** The question without placeholder and description, and the description of a text-only row. */
function parts(row: Row): { question: string; description?: string } {
  if (row.images.length > 0) return { question: row.problem.replace('<image>', '') };
  const described = /^((?:Bars: )?[A-I] [^.]*\.) (.*)$/.exec(row.problem);
  return described ? { question: described[2]!, description: described[1]! } : { question: row.problem };
}

describe('answers', () => {
  test('follow from the scene', () => {
    for (const row of allRows()) {
      const { question } = parts(row);
      const expected = row.scene === undefined ? calculate(question) : solve(question, row.scene);
      expect(row.answer, `${row.id}: ${row.problem}`).toBe(expected);
    }
  });

  test('follow from the description alone', () => {
    for (const row of allRows()) {
      const { question, description = row.caption } = parts(row);
      if (description === undefined) continue;
      expect(solve(question, readDescription(description)), `${row.id}: ${row.problem}`).toBe(row.answer);
    }
  });

  test('are never negative, and traces never are', () => {
    for (const row of allRows()) expect(`${row.answer} ${row.response}`).not.toMatch(/(^|= |\{)-/);
  });
});

test('the reference traces get the full reward, and the answer of another row does not', async () => {
  const reward = await openReward({ kind: 'builtin', name: 'boxed-answer' });
  const rows = allRows();
  const right = rows.map((r) => ({ response: r.response, responseLength: 10, groundTruth: r.answer }));
  for (const [i, score] of (await reward.score(right)).entries())
    expect(score.overall, rows[i]!.response).toBe(1);
  const numbers = right.filter((r) => /^\d+$/.test(r.groundTruth));
  const wrong = numbers.map((r) => ({ ...r, groundTruth: String(Number(r.groundTruth) + 1) }));
  for (const score of await reward.score(wrong)) expect(score.accuracy).toBe(0);
  await reward.close();
});

describe('splits', () => {
  const keys = (split: string): Set<string> =>
    new Set(
      DATASETS.flatMap((d) => readRows(d, split)).map((r) => (r.scene ? describeScene(r.scene) : r.problem)),
    );

  test('share no scene and no arithmetic problem', () => {
    const [train, val, test] = [keys('train'), keys('val'), keys('test')];
    expect([...train].filter((k) => val.has(k) || test.has(k))).toEqual([]);
    expect([...val].filter((k) => test.has(k))).toEqual([]);
  });

  test('have the sizes that the generator says, distinct ids and distinct questions', () => {
    const rows = allRows();
    for (const split of SPLITS)
      for (const dataset of DATASETS) expect(readRows(dataset, split)).toHaveLength(SIZES[split][dataset]);
    expect(new Set(rows.map((r) => r.id)).size).toBe(rows.length);
    expect(new Set(rows.map((r) => `${r.images.join()} ${r.problem}`)).size).toBe(rows.length);
  });

  test('ask each kind of picture question in each split', () => {
    for (const dataset of ['perception', 'visual']) {
      const kinds = (split: string) => [...new Set(readRows(dataset, split).map((r) => r.kind))].sort();
      expect(kinds('val')).toEqual(kinds('train'));
      expect(kinds('test')).toEqual(kinds('train'));
    }
  });
});

test('rows are in the published schema, with one placeholder an image', () => {
  for (const row of allRows()) {
    expect(row.problem.split('<image>').length - 1).toBe(row.images.length);
    expect(row.images.length).toBe(row.id.startsWith('text-') ? 0 : 1);
    expect(typeof row.answer).toBe('string');
  }
});

test('pass rates of training rows are measured in sixteenths and tell easy from hard', () => {
  for (const dataset of DATASETS) {
    const rates = readRows(dataset, 'train').map((r) => r.pass_rate);
    for (const rate of rates) expect(rate! * 16).toBe(Math.round(rate! * 16));
    const mean = rates.reduce<number>((a, b) => a + b!, 0) / rates.length;
    expect(mean).toBeGreaterThan(0.2);
    expect(mean).toBeLessThan(0.9);
    expect(new Set(rates).size).toBeGreaterThan(6);
  }
});
