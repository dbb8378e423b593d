import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { ARMS, packageRoot, type Arm, type Prediction } from '../../src/protocol';
import {
  AUDIT,
  predictionsFile,
  readRun,
  requestStop,
  resumeRun,
  stageLog,
  waitForEnd,
  type StageStatus,
} from '../../src/runs';
import { processesMentioning, until } from '../fixtures/runs/processes';
import { TestWorkspace } from '../fixtures/runs/workspace';

// The audit is the command line's own `report`, as it ships.
let space: TestWorkspace;
beforeAll(async () => {
  if (!existsSync(join(packageRoot(), 'dist', 'stagecraft.cjs')))
    throw new Error('Build first: node esbuild.mjs');
  space = await TestWorkspace.make();
});
afterAll(() => space.remove());

const brief = (stages: readonly StageStatus[] | undefined) =>
  stages?.map(({ id, state, attempts }) => [id, state, attempts]);

/** Answers to eight questions under every arm: half of them are right with the image, all with the description. */
function predictions(): string {
  const lines = Array.from({ length: 8 }, (_, i) =>
    (Object.keys(ARMS) as Arm[]).map((arm): Prediction => {
      const right = arm === 'image' ? i % 2 === 0 : arm !== 'neither';
      const sample = { text: `\\boxed{${right ? i : 99}}`, tokens: 3, truncated: false };
      return {
        row: `row-${i}`,
        dataset: 'rows',
        capability: 'perception',
        question: `How many? ${i}`,
        answer: String(i),
        images: [],
        caption: `${i} things`,
        arm,
        samples: [sample, sample, sample, sample],
      };
    }),
  );
  return `${lines
    .flat()
    .map((line) => JSON.stringify(line))
    .join('\n')}\n`;
}

const start = async () => {
  const plan = space.plan([{ id: 'see' }], { heldOut: 3, audit: true });
  return space.start(plan, { audit: true });
};

describe('the audit', () => {
  it('is the last act of a run; when it fails, only it is repeated', async () => {
    const run = await start();
    // The trainer of these tests writes predictions that nobody can grade.
    const failed = await waitForEnd(run.dir, 60_000);
    expect(failed?.state).toBe('failed');
    expect(failed?.reason).toMatch(
      /^only the audit failed, all else is done and resume repeats it alone: .*holds no prediction/,
    );
    expect(brief(failed?.stages)).toEqual([
      ['see', 'done', 1],
      ['predict', 'done', 1],
      ['audit', 'failed', 1],
    ]);
    writeFileSync(predictionsFile(run.dir, 'see'), predictions());
    await resumeRun(run.dir, { supervisor: space.supervisor() });
    const end = await waitForEnd(run.dir, 60_000);
    expect(end?.state, end?.reason).toBe('done');
    expect(brief(end?.stages)).toEqual([
      ['see', 'done', 1],
      ['predict', 'done', 1],
      ['audit', 'done', 2],
    ]);
    expect(JSON.parse(readFileSync(join(run.dir, 'audit', 'summary.json'), 'utf8'))).toMatchObject({
      items: 8,
    });
    expect(readFileSync(join(run.dir, 'report.html'), 'utf8')).toContain("default-src 'none'");
    const log = readFileSync(stageLog(run.dir, AUDIT), 'utf8');
    expect(log).toContain('--- attempt 2');
    expect(log).toContain('Accuracy by arm');
    expect(log.trimEnd().split('\n').at(-1)).toBe(join(run.dir, 'report.html'));
  });

  it('is stopped at once when the run is, and made up for by resume', async () => {
    const run = await start();
    await until('the audit to begin', async () => {
      const reading = await readRun(run.dir);
      return (
        reading.ok && reading.run.stages.at(-1)?.process !== undefined && reading.run.state === 'running'
      );
    });
    await requestStop(run.dir);
    const end = await waitForEnd(run.dir, 60_000);
    // It is short: it may have come to its own end in the same moment.
    expect(['stopped', 'failed']).toContain(end?.state);
    await until('nobody to be left', async () => (await processesMentioning(run.dir)).length === 0);
    writeFileSync(predictionsFile(run.dir, 'see'), predictions());
    await resumeRun(run.dir, { supervisor: space.supervisor() });
    expect((await waitForEnd(run.dir, 60_000))?.state).toBe('done');
  });

  it('is left out when it is not asked for, or there is nothing to audit', async () => {
    const plan = space.plan([{ id: 'see' }], { heldOut: 1, audit: true });
    const ids = async (more: Parameters<TestWorkspace['start']>[1], of = plan) =>
      (await waitForEnd((await space.start(of, more)).dir, 60_000))?.stages.map(({ id }) => id);
    expect(await ids({})).toEqual(['see', 'predict']);
    expect(await ids({ audit: true, predict: false })).toEqual(['see']);
    expect(await ids({ audit: true }, space.plan([{ id: 'see' }], { heldOut: 1 }))).toEqual([
      'see',
      'predict',
    ]);
  });

  it('keeps its name: no stage may have it', async () => {
    for (const id of ['audit', 'Audit', 'predict'])
      await expect(space.start(space.plan([{ id }]))).rejects.toThrow(/is kept for the (audit|predictions)/);
  });
});
