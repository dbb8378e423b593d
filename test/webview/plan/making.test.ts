import { afterAll, beforeAll, expect, test } from 'vitest';
import { openPart, type PartPage } from '../parts/page';
import { aStage, aSummary } from '../parts/run';

let part: PartPage;
beforeAll(async () => {
  part = await openPart({ width: 800, height: 300 });
});
afterAll(() => part.close());

test('a run that makes data shows its datasets in place of a plan, and leads to what is in them', async () => {
  const of = (id: string, state: 'done' | 'running' | 'failed', reason?: string) =>
    aStage(id, { kind: 'make', state, ...(reason === undefined ? {} : { reason }) });
  const stages = [
    of('docci', 'done'),
    of('pixmo', 'running'),
    of('<b>odd</b>', 'failed', 'The server is gone.'),
  ];
  const make = { datasets: stages.map(({ id }) => id) };
  await part.show('Making', { summary: aSummary(stages, { make }) });
  const lines = await part.page.locator('.making-datasets > li').allInnerTexts();
  expect(lines.map((line) => line.trim())).toEqual([
    'docci is made',
    'pixmo is being made',
    '<b>odd</b> The server is gone.',
  ]);
  expect(await part.page.getByText('This run has no stage yet').count()).toBe(0);
  await part.page.getByRole('button', { name: 'Browse the Data' }).click();
  expect((await part.said()).map(([name]) => name)).toEqual(['onBrowse']);
  expect(await part.violations()).toEqual([]);
});

test('a reason that the header tells is not told again', async () => {
  const reason = 'The server is gone.';
  const stages = [aStage('docci', { kind: 'make', state: 'failed', reason })];
  const summary = aSummary(stages, { make: { datasets: ['docci'] }, reason: `docci: ${reason}` });
  await part.show('Making', { summary });
  expect((await part.page.locator('.making-datasets > li').innerText()).trim()).toBe('docci failed');
});
