import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { RunComparison } from '../../../src/protocol/runs';
import { openPart, type PartPage } from '../parts/page';
import { threeStages } from '../parts/run';

let part: PartPage;
let asked: unknown[] = [];
beforeAll(async () => {
  part = await openPart({ width: 1000, height: 700 });
});
afterAll(() => part.close());
beforeEach(async () => {
  await part.clear();
  asked = [];
  part.answer((call, params) => {
    asked.push([call, params]);
    return COMPARISON;
  });
});

const { summary } = threeStages().detail;
const COMPARISON: RunComparison = {
  runs: [summary, { ...summary, dir: '/b', id: 'b', variant: '<b id=evil>merged</b>', state: 'done' }],
  settings: [
    { stage: 'see', key: 'learning_rate', values: ['1e-6', '5e-7'] },
    { stage: 'see', key: 'kl', values: ['0.01', undefined] },
  ],
  metrics: [
    {
      stage: 'see',
      metric: 'val_accuracy',
      values: [
        { last: 0.61, best: 0.6213 },
        { last: 0.58, best: 0.59 },
      ],
    },
    {
      stage: 'see',
      metric: 'kl',
      values: [
        { last: 0.031, best: 0.001 },
        { last: NaN, best: 0.002 },
      ],
    },
    {
      stage: 'think',
      metric: 'loss',
      values: [
        { last: 2, best: 1 },
        { last: 1.5, best: 1 },
      ],
    },
    { stage: 'think', metric: 'entropy', values: [{ last: 2, best: 1 }, undefined] },
  ],
};
const row = (name: string) => part.page.getByRole('row', { name: new RegExp(`^${name}`) }).innerText();

test('one run alone says how to add another, and asks nothing', async () => {
  await part.show('Compare', { runs: ['/a'], revision: 1 });
  expect(await part.page.locator('.empty').innerText()).toContain('Add a run with the run chooser');
  expect(asked).toEqual([]);
});

test('two runs stand side by side with their differences', async () => {
  await part.show('Compare', { runs: ['/a', '/b'], revision: 1 });
  await part.page.locator('.compare-runs').waitFor();
  expect(asked).toEqual([['compare', { runs: ['/a', '/b'] }]]);
  expect(await row('see learning_rate')).toMatch(/1e-6\s+5e-7/);
  expect(await row('see kl')).toMatch(/0\.01\s+not set/);
  expect(await row('Validation accuracy')).toMatch(/0\.61\s+0\.6213\s+0\.58\s+0\.59\s+−0\.03 worse/);
  expect(await row('KL to the start')).toMatch(/0\.031\s+0\.001\s+NaN\s+0\.002\s*$/);
  expect(await row('Loss')).toMatch(/−0\.5 better/);
  expect(await row('Entropy')).toMatch(/2\s+1\s+–\s+–/);
  expect(await part.page.locator('.compare-words').innerText()).toContain(
    'B against A: validation accuracy of see ends at 0.58 (−0.03, worse); loss of think ends at 1.5 (−0.5, better).',
  );
  expect(await part.page.locator('#evil').count()).toBe(0);
});

test('a comparison is made anew when a run has grown', async () => {
  await part.show('Compare', { runs: ['/a', '/b'], revision: 1 });
  await part.page.locator('.compare-runs').waitFor();
  await part.show('Compare', { runs: ['/a', '/b'], revision: 2 });
  await expect.poll(() => asked.length).toBe(2);
});

test('a refusal is told', async () => {
  part.answer(() => {
    throw new Error('the run folder is gone');
  });
  await part.show('Compare', { runs: ['/a', '/b'], revision: 1 });
  await expect.poll(() => part.page.getByRole('alert').innerText()).toContain('the run folder is gone');
});

test.each(['dark', 'light', 'contrast'] as const)(
  'a comparison is accessible in the %s theme',
  async (theme) => {
    await part.theme(theme);
    await part.show('Compare', { runs: ['/a', '/b'], revision: 1 });
    await part.page.locator('.compare-runs').waitFor();
    expect(await part.violations()).toEqual([]);
    expect(part.errors).toEqual([]);
  },
);
