import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { RunFinding } from '../../../src/protocol/runs';
import { openPart, type PartPage } from '../parts/page';
import { threeStages } from '../parts/run';

let part: PartPage;
beforeAll(async () => {
  part = await openPart({ width: 900, height: 640 });
});
afterAll(() => part.close());
beforeEach(() => part.clear());

const FINDINGS: readonly RunFinding[] = [
  {
    id: 'F12',
    severity: 'warning',
    message: 'The reward stays at 0',
    evidence: 'reward: 0, 0, 0, 0',
    cause: 'The rows are too hard.',
    hint: 'Start with easier rows.',
    stage: 'think',
    step: 70,
    key: 'where',
    suggestion: 'pass_rate > 0.1',
  },
  {
    id: 'F03',
    severity: 'error',
    message: 'CUDA out of memory <img src=x id=evil>',
    stage: 'think',
    key: 'engine_options.worker.micro_batch',
  },
  { id: 'engine', severity: 'info', message: 'Something of the engine’s own' },
];
const show = (findings: readonly RunFinding[]) => {
  const { detail } = threeStages();
  return part.show('Findings', { detail: { ...detail, findings } });
};

test('findings stand worst first with all that is known of them', async () => {
  await show(FINDINGS);
  const cards = part.page.locator('.finding');
  expect(await cards.locator('h3').allInnerTexts()).toEqual([
    'CUDA out of memory <img src=x id=evil>',
    'The reward stays at 0',
    'Something of the engine’s own',
  ]);
  expect(await part.page.locator('#evil').count()).toBe(0);
  const text = await cards.nth(1).innerText();
  for (const words of ['F12', 'stage think, step 70', 'reward: 0, 0, 0, 0', 'The rows are too hard.'])
    expect(text).toContain(words);
  expect(text).toContain('where: pass_rate > 0.1');
});

test('a finding leads to its key and to its step', async () => {
  await show(FINDINGS);
  await part.page.getByRole('button', { name: 'Go to “micro_batch”' }).click();
  await part.page.getByRole('button', { name: 'Show step 70 on the curves' }).click();
  expect(await part.said()).toEqual([
    ['onKey', FINDINGS[1]],
    ['onStep', 'think', 70],
  ]);
  // What has no key and no step leads nowhere.
  expect(await part.page.locator('.finding-info vscode-button').count()).toBe(0);
});

test('no findings says what was looked at', async () => {
  await show([]);
  expect(await part.page.locator('.empty').innerText()).toMatch(
    /No findings\s+Looked at the log of see up to step 96 and think up to step 70/,
  );
});

test.each(['dark', 'light', 'contrast'] as const)(
  'findings are accessible in the %s theme',
  async (theme) => {
    await part.theme(theme);
    await show(FINDINGS);
    expect(await part.violations()).toEqual([]);
    expect(part.errors).toEqual([]);
  },
);
