import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';

import {
  predictionsFile,
  readEvents,
  readRun,
  requestStop,
  resumeRun,
  RunError,
  stageFolder,
  waitForEnd,
  type RunView,
} from '../../src/runs';
import { readStatus, type RunStatus } from '../../src/runs/folder/state';
import { endProcesses, processesMentioning, until } from '../fixtures/runs/processes';
import { TestWorkspace, type StageSpec } from '../fixtures/runs/workspace';
import { discard } from '../fixtures/discard';

let space: TestWorkspace;
beforeAll(async () => void (space = await TestWorkspace.make()));
afterAll(() => space.remove());

let dir = '';
afterEach(async () => {
  // Whatever a test did: nothing may be left running.
  await until('all processes of the run to end', async () => (await space.orphans(dir)).length === 0);
});

const SLOW: StageSpec = { id: 'see', steps: 40, saveEvery: 5, faults: { stepMs: 10 } };
const modelAt = (run: string, step: number): unknown =>
  JSON.parse(readFileSync(join(stageFolder(run, 'see'), `checkpoints/step-${step}/model.json`), 'utf8'));

const start = async (stages: readonly StageSpec[], graceMs?: number): Promise<string> => {
  const run = await space.start(space.plan(stages), { supervisor: space.supervisor(graceMs) });
  dir = run.dir;
  return dir;
};
const statusOf = async (run: string): Promise<RunStatus> => {
  const status = await readStatus(run);
  if (!status.ok) throw new Error(status.reason);
  return status.value;
};
const viewOf = async (run: string): Promise<RunView> => {
  const reading = await readRun(run);
  if (!reading.ok) throw new Error(reading.reason);
  return reading.run;
};
const checkpointAt = (run: string, step: number) =>
  until(`checkpoint ${step}`, () => existsSync(join(stageFolder(run, 'see'), `checkpoints/step-${step}`)));
const engineOf = (run: string): Promise<number> =>
  until('the engine', async () => (await statusOf(run)).stages[0]?.process?.pid);
const firstStep = async (run: string): Promise<number | undefined> =>
  (await readEvents(run)).filter((event) => event.type === 'started').at(-1)?.firstStep;

/** Resumes to the end and compares with the weights of a run that was never disturbed. */
async function resumesToTheSameWeights(run: string): Promise<void> {
  await resumeRun(run, { supervisor: space.supervisor() });
  const end = await waitForEnd(run, 60_000);
  expect(end?.state, end?.reason).toBe('done');
  expect(modelAt(run, 40)).toEqual(await undisturbed());
}
let weights: Promise<unknown> | undefined;
const undisturbed = (): Promise<unknown> => (weights ??= trainUndisturbed());
async function trainUndisturbed(): Promise<unknown> {
  const run = await space.start(space.plan([{ ...SLOW, faults: {} }]));
  expect((await waitForEnd(run.dir, 60_000))?.state).toBe('done');
  return modelAt(run.dir, 40);
}

describe('kill -9', () => {
  it('of the engine: the stage fails, the truth is told, resume goes on from its last checkpoint', async () => {
    const run = await start([SLOW]);
    await checkpointAt(run, 10);
    process.kill(await engineOf(run), 'SIGKILL');
    const end = await waitForEnd(run, 60_000);
    expect(end?.state).toBe('failed');
    expect(end?.reason).toMatch(
      /^see: out of memory, or killed by somebody; the engine was killed by SIGKILL/,
    );
    await resumesToTheSameWeights(run);
    expect(await firstStep(run)).toBeGreaterThan(10);
  });

  it('of the supervisor: its engine ends, readers see an interrupted run, resume goes on', async () => {
    const run = await start([SLOW]);
    await checkpointAt(run, 5);
    const engine = await engineOf(run);
    process.kill((await statusOf(run)).supervisor.pid, 'SIGKILL');
    const view = await until('the truth', async () => {
      const now = await viewOf(run);
      return now.state === 'running' ? undefined : now;
    });
    expect((await statusOf(run)).state).toBe('running'); // what the file still claims
    expect(view.state).toBe('interrupted');
    expect(view.reason).toMatch(/its supervisor \(process \d+\) is gone without a word/);
    expect(view.stages[0]?.state).toBe('interrupted');
    await until('the engine to end', async () => !(await processesMentioning(run)).includes(engine));
    await resumesToTheSameWeights(run);
  });

  it('of the supervisor of an engine that will not listen: resume ends the leftover first', async () => {
    const stubborn = { ...SLOW, faults: { stepMs: 10, child: true } };
    const run = await start([stubborn]);
    await checkpointAt(run, 5);
    const engine = await engineOf(run);
    process.kill(engine, 'SIGSTOP'); // hung: it cannot notice that its supervisor is gone
    process.kill((await statusOf(run)).supervisor.pid, 'SIGKILL');
    await until('the truth', async () => (await viewOf(run)).state === 'interrupted');
    expect(await processesMentioning(run)).toContain(engine);
    await resumesToTheSameWeights(run);
    expect(await processesMentioning(run)).not.toContain(engine);
  });

  it('of everything while it predicts: resume goes on with the answers that are there', async () => {
    const spec = { id: 'see', steps: 2, faults: { stepMs: 60 } };
    const { dir: run } = await space.start(space.plan([spec], { heldOut: 20 }));
    dir = run;
    const draft = join(stageFolder(run, 'see'), 'part-2-predictions.jsonl');
    const lines = (path: string) => readFileSync(path, 'utf8').trim().split('\n');
    await until('three answers', () => existsSync(draft) && lines(draft).length >= 3);
    endProcesses(await processesMentioning(run));
    await until('the truth', async () => (await viewOf(run)).state === 'interrupted');
    // Marked, to be told from answers given anew.
    const before = lines(draft).map((line) => line.replace('{', '{"first":true,'));
    writeFileSync(draft, `${before.join('\n')}\n`);
    await resumeRun(run, { supervisor: space.supervisor() });
    expect((await waitForEnd(run, 60_000))?.state).toBe('done');
    const after = lines(predictionsFile(run, 'see'));
    expect(after.slice(0, before.length)).toEqual(before);
    expect(after.map((line) => (JSON.parse(line) as { row: string }).row)).toEqual(
      Array.from({ length: 20 }, (_, i) => `held-out-${i}`),
    );
    expect(existsSync(draft)).toBe(false);
  });
});

describe('stop', () => {
  it('saves a checkpoint at the step it has come to, and resumes bit by bit', async () => {
    const run = await start([SLOW]);
    await checkpointAt(run, 5);
    await requestStop(run);
    const end = await waitForEnd(run, 60_000);
    expect(end?.state).toBe('stopped');
    expect(end?.stages[0]).toMatchObject({ state: 'stopped', reason: 'stopped on request' });
    const step = end?.stages[0]?.step ?? 0;
    expect(existsSync(join(stageFolder(run, 'see'), `checkpoints/step-${step}`))).toBe(true);
    await expect(requestStop(run)).rejects.toThrow('The run is not running: it is stopped');
    await resumesToTheSameWeights(run);
    expect(await firstStep(run)).toBe(step + 1);
  });

  it('ends an engine that does not listen, after the grace', async () => {
    const run = await start([{ ...SLOW, faults: { stepMs: 200, deaf: true, child: true } }], 300);
    await engineOf(run);
    await requestStop(run);
    const end = await waitForEnd(run, 60_000);
    expect(end?.state).toBe('stopped');
    expect(end?.reason).toBe('stopped on request; the engine did not end by itself in time');
  });

  it('a second order shortens the grace of the first', async () => {
    // Left alone, it would work for minutes: only the second order can end it within the wait.
    const run = await start([{ ...SLOW, faults: { stepMs: 5000, deaf: true } }], 120_000);
    await engineOf(run);
    await requestStop(run);
    expect((await waitForEnd(run, 700))?.state).toBeUndefined();
    await requestStop(run, { grace: 0 });
    const end = await waitForEnd(run, 60_000);
    expect(end?.state).toBe('stopped');
    expect(end?.reason).toBe('stopped on request; the engine did not end by itself in time');
  });

  it('does not wait for a training file that takes long, and resume writes it anew', async () => {
    // Such a pattern costs RE2 seconds a row.
    const source = space.rows('long', 40);
    const text = readFileSync(source.path, 'utf8').replaceAll('long ', 'xyyx'.repeat(5000));
    writeFileSync(source.path, text);
    const where = "NOT regexp_matches(problem, '(x|y){0,900}z')";
    const run = await start([{ id: 'see', steps: 5, sources: [source], where }]);
    await until('the run to begin', async () => (await readEvents(run)).length > 0);
    expect(await waitForEnd(run, 1000)).toBeUndefined();
    await requestStop(run);
    const end = await waitForEnd(run, 60_000);
    expect(end?.state).toBe('stopped');
    expect(end?.stages[0]).toMatchObject({ state: 'stopped', reason: 'stopped on request', attempts: 0 });
    const manifest = join(run, 'run.json');
    writeFileSync(manifest, readFileSync(manifest, 'utf8').replace('{0,900}', ''));
    await resumeRun(run, { supervisor: space.supervisor() });
    const resumed = await waitForEnd(run, 60_000);
    expect(resumed?.state, resumed?.reason).toBe('done');
    expect(readdirSync(stageFolder(run, 'see')).filter((name) => name.startsWith('part-'))).toEqual([]);
  });

  it('SIGTERM to the supervisor during a checkpoint: the checkpoint is completed, never torn', async () => {
    const run = await start([{ ...SLOW, faults: { stepMs: 5, slowSaveMs: 400, slowSavesUntil: 5 } }]);
    await until('a checkpoint being written', () =>
      existsSync(join(stageFolder(run, 'see'), 'checkpoints', '.step-5', 'saving')),
    );
    process.kill((await statusOf(run)).supervisor.pid, 'SIGTERM');
    const end = await waitForEnd(run, 60_000);
    expect(end?.state).toBe('stopped');
    expect(end?.reason).toBe('its supervisor was told to end (SIGTERM)');
    expect(modelAt(run, 5)).toMatchObject({ step: 5 });
    await resumesToTheSameWeights(run);
  });

  it('SIGKILL to everything during a checkpoint: the torn one is never resumed from', async () => {
    const run = await start([{ ...SLOW, faults: { stepMs: 5, slowSaveMs: 300, slowSavesUntil: 10 } }]);
    await until('the second checkpoint being written', () =>
      existsSync(join(stageFolder(run, 'see'), 'checkpoints', '.step-10', 'saving')),
    );
    endProcesses(await processesMentioning(run));
    await until('the truth', async () => (await viewOf(run)).state === 'interrupted');
    await resumesToTheSameWeights(run);
    expect(
      (await readEvents(run)).filter((event) => event.type === 'started').map((event) => event.firstStep),
    ).toEqual([1, 6]);
  });
});

describe('books that somebody else has touched', () => {
  it('everything killed at once, the pids given to another process, the last event torn: resume goes on', async () => {
    const run = await start([SLOW]);
    await checkpointAt(run, 5);
    endProcesses(await processesMentioning(run));
    await until('the truth', async () => (await viewOf(run)).state === 'interrupted');
    // As if this very process had been given the pids of the supervisor and of the engine.
    const status = await statusOf(run);
    const forged = JSON.stringify({
      ...status,
      supervisor: { ...status.supervisor, pid: process.pid },
      stages: status.stages.map((stage) => ({ ...stage, process: { ...stage.process, pid: process.pid } })),
    });
    writeFileSync(join(run, 'state.json'), forged);
    expect((await viewOf(run)).state).toBe('interrupted');
    const events = join(run, 'events.jsonl');
    writeFileSync(events, readFileSync(events, 'utf8').trimEnd().slice(0, -20));
    await resumesToTheSameWeights(run); // and we live to see it
    const lines = readFileSync(events, 'utf8').trim().split('\n');
    expect(await readEvents(run)).toHaveLength(lines.length - 1); // only the torn one is lost
  });

  it('a damaged state is shown as such and rebuilt from the events on resume', async () => {
    const run = await start([{ id: 'first', steps: 5 }, SLOW]);
    await checkpointAt(run, 5);
    endProcesses(await processesMentioning(run));
    writeFileSync(join(run, 'state.json'), '{"format": 1, "id":');
    expect(await readRun(run)).toMatchObject({ ok: false, reason: 'state.json is torn or not JSON' });
    await resumeRun(run, { supervisor: space.supervisor() });
    const end = await waitForEnd(run, 60_000);
    expect(end?.state).toBe('done');
    const begun = (await readEvents(run)).filter((event) => event.type === 'started');
    expect(begun.map((event) => event.stage)).toEqual(['first', 'see', 'see']);
  });

  it('a damaged run.json is a reason, not a crash', async () => {
    const run = await start([{ id: 'see', steps: 5 }]);
    expect((await waitForEnd(run, 60_000))?.state).toBe('done');
    writeFileSync(
      join(run, 'run.json'),
      readFileSync(join(run, 'run.json'), 'utf8').replace('"total": 5', '"total": "5"'),
    );
    const failure = await resumeRun(run).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(RunError);
    expect((failure as RunError).problem.message).toBe(
      'The run cannot be resumed: run.json.plan.stages[0].steps.total: expected a whole number of at least 0, found "5"',
    );
  });
});

describe('a run folder that is removed while it runs', () => {
  it('ends the engine and the supervisor, and lists no ghost as done', async () => {
    const run = await start([{ ...SLOW, steps: 2000 }]);
    await checkpointAt(run, 5);
    discard(run);
    await until('all processes of the run to end', async () => (await space.orphans(run)).length === 0);
    const reading = await readRun(run);
    expect(reading.ok && reading.run.state === 'done').toBe(false);
  });
});
