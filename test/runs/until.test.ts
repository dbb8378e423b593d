import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { afterAll, beforeAll, expect, it } from 'vitest';

import { readEvents, requestStop, resumeRun, stageFolder, waitForEnd } from '../../src/runs';
import { until } from '../fixtures/runs/processes';
import { TestWorkspace } from '../fixtures/runs/workspace';

// An engine that knows nothing of `until`: the supervisor evaluates it and asks the process to end.
let space: TestWorkspace;
beforeAll(async () => void (space = await TestWorkspace.make()));
afterAll(() => space.remove());

const log = (dir: string): string => readFileSync(join(stageFolder(dir, 'see'), 'log.txt'), 'utf8');
const lossAt = async (dir: string, step: number): Promise<number> => {
  for (const event of await readEvents(dir))
    if (event.type === 'metric' && event.step === step) return event.values.loss ?? Number.NaN;
  return Number.NaN;
};

it('ends a stage when its condition first holds, with a checkpoint, and goes on with the next', async () => {
  const whole = await space.start(space.plan([{ id: 'see', steps: 30 }]));
  expect((await waitForEnd(whole.dir, 60_000))?.state).toBe('done');
  const limit = await lossAt(whole.dir, 8);

  const condition = `loss <= ${limit + 1e-12}`;
  const plan = space.plan([
    { id: 'see', steps: 30, until: condition, faults: { stepMs: 60 } },
    { id: 'think', steps: 5 },
  ]);
  const run = await space.start(plan);
  const end = await waitForEnd(run.dir, 60_000);
  expect(end?.state, end?.reason).toBe('done');
  const [see, think] = end?.stages ?? [];
  expect(see?.step).toBeGreaterThanOrEqual(8);
  expect(see?.step).toBeLessThan(20);
  expect(think).toMatchObject({ state: 'done', step: 5 });
  expect(log(run.dir)).toContain(`\`until: ${condition}\` holds`);
  const finished = (await readEvents(run.dir)).find((event) => event.type === 'finished');
  expect(finished).toMatchObject({ stage: 'see', reason: 'until', step: see?.step });
  const config = readFileSync(join(stageFolder(run.dir, 'think'), 'config.json'), 'utf8');
  expect(config).toContain(`step-${see?.step}"`);
});

it('remembers the metrics of earlier attempts', async () => {
  const whole = await space.start(space.plan([{ id: 'see', steps: 40 }]));
  expect((await waitForEnd(whole.dir, 60_000))?.state).toBe('done');
  // `format` comes at step 2 alone, which is before the interruption; the loss is reached after it.
  const before = await Promise.all(Array.from({ length: 20 }, (_, i) => lossAt(whole.dir, i + 1)));
  const condition = `format = 1 AND loss < ${Math.min(...before)}`;
  const faults = { stepMs: 60, format: 2 };
  const run = await space.start(space.plan([{ id: 'see', steps: 40, until: condition, faults }]));
  await until('a checkpoint', async () =>
    (await readEvents(run.dir)).some(({ type }) => type === 'checkpoint'),
  );
  await requestStop(run.dir);
  const stopped = await waitForEnd(run.dir, 60_000);
  expect(stopped?.state).toBe('stopped');
  expect(stopped?.stages[0]?.step).toBeLessThan(20);
  await resumeRun(run.dir, { supervisor: space.supervisor() });
  const end = await waitForEnd(run.dir, 60_000);
  expect(end?.state, end?.reason).toBe('done');
  expect(end?.stages[0]?.step).toBeGreaterThan(20);
  expect(end?.stages[0]?.step).toBeLessThan(40);
});

it('trains all steps where the condition never holds: a metric that never comes is not reached', async () => {
  const condition = 'val_accuracy > 0.5 OR loss < 0';
  const run = await space.start(
    space.plan([{ id: 'see', steps: 10, until: condition, faults: { stepMs: 50 } }]),
  );
  const end = await waitForEnd(run.dir, 60_000);
  expect(end?.stages[0]).toMatchObject({ state: 'done', step: 10 });
  expect(log(run.dir)).not.toContain('until');
});

it('says that a condition cannot be evaluated, and trains all steps', async () => {
  const faults = { stepMs: 100 };
  const run = await space.start(space.plan([{ id: 'see', steps: 10, until: 'loss <', faults }]));
  const end = await waitForEnd(run.dir, 60_000);
  expect(end?.stages[0]).toMatchObject({ state: 'done', step: 10 });
  expect(log(run.dir).match(/cannot be evaluated/g)).toHaveLength(1);
});
