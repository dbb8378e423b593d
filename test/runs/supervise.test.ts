import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import {
  predictionsFile,
  readEvents,
  readRunManifest,
  resumeRun,
  stageFolder,
  waitForEnd,
  type StageStatus,
} from '../../src/runs';
import { version } from '../../package.json';
import { until } from '../fixtures/runs/processes';
import { TestWorkspace } from '../fixtures/runs/workspace';

let space: TestWorkspace;
beforeAll(async () => void (space = await TestWorkspace.make()));
afterAll(() => space.remove());

const read = (...path: readonly string[]): string => readFileSync(join(...path), 'utf8');
const json = (...path: readonly string[]): unknown => JSON.parse(read(...path));
const nobodyLeft = (dir: string) =>
  until('all processes of the run to end', async () => (await space.orphans(dir)).length === 0);
const brief = (stages: readonly StageStatus[] | undefined) =>
  stages?.map(({ id, state, step }) => [id, state, step]);

describe('a run from start to end', () => {
  it('trains its stages one from another, predicts, and leaves nothing running', async () => {
    const plan = space.plan([{ id: 'see' }, { id: 'think', steps: 15 }], { heldOut: 1, audit: true });
    const run = await space.start(plan);
    const end = await waitForEnd(run.dir, 60_000);

    expect(end?.state, end?.reason).toBe('done');
    expect(brief(end?.stages)).toEqual([
      ['see', 'done', 20],
      ['think', 'done', 15],
      ['predict', 'done', 0],
    ]);
    expect(json(stageFolder(run.dir, 'think'), 'config.json')).toMatchObject({
      from: join(stageFolder(run.dir, 'see'), 'checkpoints', 'step-20'),
    });
    expect(JSON.parse(read(predictionsFile(run.dir, 'think')))).toMatchObject({ arms: { k: 6 } });
    expect(read(stageFolder(run.dir, 'see'), 'log.txt')).toMatch(/^--- attempt 1, .*\na line of log\n$/);
    await nobodyLeft(run.dir);

    const states = (await readEvents(run.dir)).flatMap((event) =>
      event.type === 'stage-state' || event.type === 'run-state'
        ? [`${event.stage ?? 'run'} ${event.state}`]
        : [],
    );
    expect(states).toEqual([
      'run running',
      'see running',
      'see done',
      'think running',
      'think done',
      'predict running',
      'predict done',
      'run done',
    ]);
  });

  it('chains the best checkpoint, not the last, when the plan says so', async () => {
    const plan = space.plan([
      { id: 'see', steps: 30, faults: { scores: { 10: 0.2, 20: 0.9, 30: 0.5 } } },
      { id: 'think', from: { kind: 'stage', stage: 'see', checkpoint: { kind: 'best' } } },
      { id: 'early', from: { kind: 'stage', stage: 'see', checkpoint: { kind: 'step', step: 10 } } },
    ]);
    const run = await space.start(plan);
    expect((await waitForEnd(run.dir, 60_000))?.state).toBe('done');
    const from = (stage: string) =>
      (json(stageFolder(run.dir, stage), 'config.json') as { from: string }).from;
    expect(from('think')).toMatch(/step-20$/);
    expect(from('early')).toMatch(/step-10$/);
  });

  it('says which checkpoint is missing when a rule finds none, and why a resume cannot start', async () => {
    const from = { kind: 'stage', stage: 'see', checkpoint: { kind: 'step', step: 13 } } as const;
    const run = await space.start(space.plan([{ id: 'see' }, { id: 'think', from }]));
    const end = await waitForEnd(run.dir, 60_000);
    expect(end?.state).toBe('failed');
    expect(end?.reason).toBe('think: stage "see" has no complete checkpoint (step 13) to start "think" from');

    // A log that cannot be opened stands for a folder that cannot be written to, which root always can.
    rmSync(join(run.dir, 'supervisor.log'));
    mkdirSync(join(run.dir, 'supervisor.log'));
    await expect(resumeRun(run.dir)).rejects.toThrow(
      /^The run folder cannot be written to: EISDIR.*permissions/,
    );
  });

  it('writes the training file where rows are chosen, ordered or joined', async () => {
    const sources = [space.rows('first', 30), space.rows('second', 30, 'visual-reasoning')];
    const plan = space.plan([
      {
        id: 'see',
        sources,
        where: 'pass_rate < 0.85',
        order: { sorted: true, byCapability: true, byDifficulty: 'easy-to-hard' },
      },
    ]);
    const run = await space.start(plan);
    const end = await waitForEnd(run.dir, 60_000);
    expect(end?.state, end?.reason).toBe('done');
    const rows = read(stageFolder(run.dir, 'see'), 'train.jsonl')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { problem: string; pass_rate: number });
    expect(rows).toHaveLength(54);
    expect(end?.stages[0]?.train?.rows).toBe(54);
    const names = rows.map((row) => row.problem.split(' ')[0]);
    expect(names).toEqual([...names].sort());
    const first = rows.filter((row) => row.problem.startsWith('first')).map((row) => row.pass_rate);
    expect(first).toEqual([...first].sort((a, b) => b - a));
  });

  it('keeps everything to run again, and no secret', async () => {
    const plan = space.plan([{ id: 'see' }], { variant: 'merged/odd: name' });
    const run = await space.start(plan);
    expect((await waitForEnd(run.dir, 60_000))?.state).toBe('done');
    expect(run.id).toMatch(/^\d{8}-\d{6}-line-merged-odd-name-[0-9a-f]{4}$/);
    const manifest = await readRunManifest(run.dir);
    if (!manifest.ok) throw new Error(manifest.reason);
    expect(manifest.value.plan).toEqual(JSON.parse(JSON.stringify(plan)));
    expect(manifest.value.data).toHaveLength(1);
    expect(manifest.value.data[0]?.digest).toMatch(/^sha256:[0-9a-f]{64}$/);
    expect(manifest.value.versions).toMatchObject({ node: process.versions.node, stagecraft: version });
    const launch = json(stageFolder(run.dir, 'see'), 'launches.jsonl') as { argv: string[]; env: unknown };
    expect(launch.argv[0]).toBe(process.execPath);
    expect(launch.env).toEqual({ TRAINER_TOKEN: '***', TRAINER_MODE: 'plain' });
    expect(existsSync(join(run.dir, '.reserve'))).toBe(false);
  });

  it('starts a later stage alone from the newest run that has finished the one before', async () => {
    const plan = space.plan([{ id: 'alpha' }, { id: 'beta' }], { variant: 'parts' });
    await expect(space.start(plan, { stages: { only: 'beta' } })).rejects.toThrow(
      /Stage "beta" starts from "alpha" .* which no earlier run of this curriculum has finished/,
    );
    const first = await space.start(plan, { stages: { only: 'alpha' } });
    expect((await waitForEnd(first.dir, 60_000))?.state).toBe('done');
    const second = await space.start(plan, { stages: { from: 'beta' } });
    expect((await waitForEnd(second.dir, 60_000))?.state).toBe('done');
    expect(json(stageFolder(second.dir, 'beta'), 'config.json')).toMatchObject({
      from: join(stageFolder(first.dir, 'alpha'), 'checkpoints', 'step-20'),
    });
    await expect(resumeRun(second.dir)).rejects.toThrow('The run is done: nothing is left to resume');
  });
});

describe('an engine that fails', () => {
  it('is told by its exit code and last words', async () => {
    const run = await space.start(space.plan([{ id: 'see', faults: { exitAt: 13 } }, { id: 'think' }]));
    const end = await waitForEnd(run.dir, 60_000);
    expect(end?.state).toBe('failed');
    expect(end?.reason).toBe(
      'see: the engine ended with exit code 3 before it was finished; ' +
        'last log lines: a line of log | Traceback: something went wrong',
    );
    expect(brief(end?.stages)).toEqual([
      ['see', 'failed', 13],
      ['think', 'waiting', 0],
    ]);
  });

  it('is told by its own words when it has some', async () => {
    const run = await space.start(space.plan([{ id: 'see', faults: { failAt: 3 } }]));
    expect((await waitForEnd(run.dir, 60_000))?.reason).toBe('see: the rows are no good (bring better ones)');
  });

  it('leaves no child behind', async () => {
    const run = await space.start(space.plan([{ id: 'see', faults: { exitAt: 5, child: true } }]));
    expect((await waitForEnd(run.dir, 60_000))?.state).toBe('failed');
    await nobodyLeft(run.dir);
  });
});
