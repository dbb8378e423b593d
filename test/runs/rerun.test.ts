import { appendFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import {
  notRemovable,
  predictionsFile,
  readRun,
  readRunManifest,
  requestStop,
  rerunRun,
  stageFolder,
  waitForEnd,
  type RunManifest,
  type StartedRun,
} from '../../src/runs';
import type { Plan } from '../../src/plan';
import { TestWorkspace } from '../fixtures/runs/workspace';

let space: TestWorkspace;
beforeAll(async () => void (space = await TestWorkspace.make()));
afterAll(() => space.remove());

const prompt = () => join(space.root, 'question.jinja');
const withPrompt = (plan: Plan): Plan => ({ ...plan, curriculum: { ...plan.curriculum, prompt: prompt() } });
const manifestOf = async (dir: string): Promise<RunManifest> => {
  const reading = await readRunManifest(dir);
  if (!reading.ok) throw new Error(reading.reason);
  return reading.value;
};
const weights = (dir: string): string =>
  readFileSync(join(stageFolder(dir, 'see'), 'checkpoints', 'step-20', 'model.json'), 'utf8');

let first: StartedRun;
let plan: Plan;
beforeEach(async () => {
  writeFileSync(prompt(), '{{ content }}');
  plan = withPrompt(space.plan([{ id: 'see' }, { id: 'think' }], { heldOut: 1 }));
  writeFileSync(plan.curriculum.file, 'curriculum: 1\n');
  first = await space.start(plan, { devices: { kind: 'these', devices: ['cpu'] } });
  expect((await waitForEnd(first.dir, 60_000))?.state).toBe('done');
});

const rerun = (evenIfChanged = false) =>
  rerunRun(first.dir, { supervisor: space.supervisor(), evenIfChanged });

describe('a run is run again', () => {
  it('as a new run with the same plan, seed, stages and devices, and comes to the same', async () => {
    const { started, changed } = await rerun();
    expect(changed).toEqual([]);
    expect(started?.dir).not.toBe(first.dir);
    expect((await waitForEnd(started?.dir ?? '', 60_000))?.state).toBe('done');
    expect(weights(started?.dir ?? '')).toBe(weights(first.dir));
    const [before, after] = [await manifestOf(first.dir), await manifestOf(started?.dir ?? '')];
    for (const key of ['plan', 'seed', 'stages', 'predict', 'devices', 'files', 'data', 'versions'] as const)
      expect(after[key]).toEqual(before[key]);
    expect(readFileSync(predictionsFile(started?.dir ?? '', 'think'), 'utf8')).not.toBe('');
  });

  it('not when rows, prompt or curriculum have changed, unless told; then the prompt of now is kept with it', async () => {
    const rows = join(space.root, 'rows.jsonl');
    const text = readFileSync(rows, 'utf8');
    appendFileSync(rows, text.split('\n')[0] ?? '');
    writeFileSync(prompt(), 'Look: {{ content }}');
    appendFileSync(plan.curriculum.file, '# later\n');
    const refused = await rerun();
    expect(refused).toEqual({
      changed: [
        'rows.jsonl: other rows than in that run',
        "line.curriculum.yaml has changed: the run's own copy counts",
        'question.jinja has changed',
      ],
    });
    const { started, changed } = await rerun(true);
    expect(changed).toEqual(refused.changed);
    const { files } = await manifestOf(started?.dir ?? '');
    expect(files.map((file) => file.text)).toEqual(['curriculum: 1\n', 'Look: {{ content }}']);
    expect((await waitForEnd(started?.dir ?? '', 60_000))?.state).toBe('done');
  });

  it('not when versions have changed', async () => {
    const path = join(first.dir, 'run.json');
    const manifest = JSON.parse(readFileSync(path, 'utf8')) as RunManifest;
    writeFileSync(path, JSON.stringify({ ...manifest, versions: { ...manifest.versions, node: '18.0.0' } }));
    expect(await rerun()).toEqual({ changed: [`node: 18.0.0, now ${process.versions.node}`] });
  });

  it('never without its rows, its prompt, or a readable run.json', async () => {
    rmSync(prompt());
    await expect(rerun(true)).rejects.toThrow(
      'question.jinja is gone, and nothing can be trained without it',
    );
    rmSync(join(space.root, 'rows.jsonl'));
    await expect(rerun(true)).rejects.toThrow(/^A data file cannot be read: ENOENT/);
    writeFileSync(join(first.dir, 'run.json'), '{');
    await expect(rerun(true)).rejects.toThrow('The run cannot be run again: run.json is torn or not JSON');
  });

  it('from the checkpoint of the other run that it had started from, as long as that is there', async () => {
    const later = await space.start(plan, { stages: { only: 'think' } });
    expect((await waitForEnd(later.dir, 60_000))?.state).toBe('done');
    const again = await rerunRun(later.dir, { supervisor: space.supervisor() });
    expect((await waitForEnd(again.started?.dir ?? '', 60_000))?.state).toBe('done');
    expect((await manifestOf(again.started?.dir ?? '')).inherited).toEqual(
      (await manifestOf(later.dir)).inherited,
    );
    const { run = '' } = (await manifestOf(later.dir)).inherited.think ?? {};
    rmSync(join(dirname(first.dir), run), { recursive: true });
    await expect(rerunRun(later.dir)).rejects.toThrow(
      `The run started from step 20 of ${run}, which is not there`,
    );
  });
});

describe('a rehearsal', () => {
  it('predicts nothing, is told from a run, and is no start for another', async () => {
    const tried = withPrompt(space.plan([{ id: 'see' }, { id: 'think' }], { heldOut: 1, variant: 'tried' }));
    const rehearsal = await space.start(tried, { rehearsal: true });
    const end = await waitForEnd(rehearsal.dir, 60_000);
    expect(end).toMatchObject({ state: 'done', rehearsal: true });
    expect(end?.stages.map(({ id }) => id)).toEqual(['see', 'think']);
    await expect(space.start(tried, { stages: { only: 'think' } })).rejects.toThrow(
      'which no earlier run of this curriculum has finished',
    );
  });
});

describe('a run folder', () => {
  it('may be removed when nobody works in it', async () => {
    // Its supervisor has written the last word, and is about to leave.
    await expect.poll(() => notRemovable(first.dir), { timeout: 30_000 }).toBeUndefined();
    const live = await space.start(space.plan([{ id: 'see', steps: 10_000, faults: { stepMs: 10 } }]));
    expect(await notRemovable(live.dir)).toBe('the run is running: stop it first');
    writeFileSync(join(live.dir, 'state.json'), '{'); // torn for a moment: its supervisor is still there
    expect(await notRemovable(live.dir)).toMatch(/supervises the run|is running/);
    await expect.poll(async () => (await readRun(live.dir)).ok, { timeout: 30_000 }).toBe(true);
    await requestStop(live.dir, { grace: 0 });
    await waitForEnd(live.dir, 60_000);
    await expect.poll(() => notRemovable(live.dir), { timeout: 30_000 }).toBeUndefined();
  });
});
