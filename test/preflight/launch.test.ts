import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { LaunchError, launchRun, openLaunchData, planForLaunch } from '../../src/preflight';
import type { LaunchRequest } from '../../src/protocol';
import { readEvents, readRunManifest, requestStop, waitForEnd } from '../../src/runs';
import { smallProject, type Project } from '../cli/project';

let project: Project;
beforeEach(() => (project = smallProject(2)));
afterEach(() => project.dispose());

const request = (more: Partial<LaunchRequest> = {}): LaunchRequest => ({
  root: project.folder,
  file: project.file,
  ...more,
});
const edit = (from: string | RegExp, to: string) =>
  writeFileSync(project.file, readFileSync(project.file, 'utf8').replace(from, to));
const runs = () => join(project.folder, '.stagecraft', 'runs');

describe('launchRun', () => {
  it('checks, plans and starts in one call, with a data engine that was open', async () => {
    const data = await openLaunchData(project.folder, project.file);
    const told: unknown[] = [];
    try {
      const { dir, id } = await launchRun(request({ stages: { only: 'see' } }), {
        data,
        onProblems: (problems) => told.push(problems),
      });
      expect(told).toHaveLength(1);
      const end = await waitForEnd(dir, 90_000);
      expect(end).toMatchObject({ id, state: 'done' });
      const manifest = await readRunManifest(dir);
      expect(manifest.ok && manifest.value.stages).toEqual(['see']);
      expect(manifest.ok && manifest.value.files[0]?.text).toBe(readFileSync(project.file, 'utf8'));
      expect((await readEvents(dir)).some(({ type }) => type === 'metric')).toBe(true);
    } finally {
      await data.close();
    }
  }, 120_000);

  it('starts nothing that has errors, and says which', async () => {
    edit('data: pictures', 'data: picturs');
    const error: unknown = await launchRun(request()).catch((one: unknown) => one);
    expect(error).toBeInstanceOf(LaunchError);
    expect((error as LaunchError).problems.some(({ severity }) => severity === 'error')).toBe(true);
    expect((error as LaunchError).message).toContain('Nothing was started');
    expect(existsSync(runs()) ? readdirSync(runs()) : []).toEqual([]);
  });

  it('passes on a stage that is not there, and leaves no folder behind', async () => {
    await expect(launchRun(request({ stages: { only: 'sea' } }))).rejects.toThrow('sea');
    expect(readdirSync(runs())).toEqual([]);
  });
});

describe('the plan of a rehearsal', () => {
  const withReward = (body: string) => {
    project.write('reward.py', `def score(rewards):\n    ${body}\n`);
    edit(/^reward: .*$/m, 'reward: reward.py:score');
    return planForLaunch(request({ rehearse: { steps: 2 }, stages: { only: 'see' } }));
  };

  it('tries a Python reward on gold answers: one that fails is an error at its line', async () => {
    const { problems } = await withReward('return [r["solution"] for r in rewards]');
    const [first] = problems;
    expect(first).toMatchObject({ severity: 'error', place: { file: join(project.folder, 'reward.py') } });
    expect(first?.place.range?.start.line).toBe(1);
    await expect(launchRun(request({ rehearse: { steps: 2 } }))).rejects.toThrow(LaunchError);
  });

  it('warns of a reward that gives gold answers less than 1, at its key', async () => {
    const { problems, gold } = await withReward('return [{"overall": 0.25} for _ in rewards]');
    expect(gold?.map(({ stage, overall }) => [stage, overall])).toEqual(
      Array.from({ length: gold?.length ?? 0 }, () => ['see', 0.25]),
    );
    expect(problems.find(({ code }) => code === 'SC380')).toMatchObject({
      severity: 'warning',
      message: expect.stringMatching(/scores (\d+) gold answers of \1 tried below 1/) as string,
      place: { file: project.file },
    });
  });

  it('keeps data, prompt, reward, conditions, order and chain; makes the rest small', async () => {
    const real = await planForLaunch(request());
    const small = await planForLaunch(request({ rehearse: { steps: 5 } }));
    expect(small.problems.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(small.plan?.curriculum.prompt).toBe(real.plan?.curriculum.prompt);
    expect(small.plan?.curriculum.reward).toEqual(real.plan?.curriculum.reward);
    for (const [i, stage] of (small.plan?.stages ?? []).entries()) {
      const own = real.plan?.stages[i];
      expect(stage.sources).toEqual(own?.sources);
      expect(stage.order).toEqual(own?.order);
      expect(stage.from).toEqual(own?.from);
      expect(stage.settings.freeze).toEqual(own?.settings.freeze);
      expect(stage.validation).toEqual(own?.validation);
      expect(stage.steps.total).toBe(5);
      expect(stage.settings).toMatchObject({ batch: 4, rollouts: 4, save_every: 5, validate_every: 5 });
      expect(stage.settings.learning_rate).toBe(3e-4);
    }
    expect(small.plan?.heldOut).toEqual([]);
  });

  it('stands in for a large model on another engine', async () => {
    edit(/^engine: .*$/m, 'engine: easyr1');
    edit(/^model: .*$/m, 'model: qwen3-vl-8b');
    edit('learning_rate: 3e-4', 'learning_rate: 1e-6');
    edit('batch: 4', 'batch: 32\n  gpus: 8\n  engine_options: { worker.actor.global_batch_size: 24 }');
    edit('max_response_length: 20', 'max_response_length: 2048');
    const asItIs = await planForLaunch(request());
    expect(asItIs.problems.find(({ code }) => code === 'SC421')?.severity).toBe('error');
    const { plan, problems } = await planForLaunch(request({ rehearse: { steps: 3 } }));
    expect(problems.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(problems.map(({ code }) => code)).toContain('SC412');
    // 32 prompts do not divide into updates of 24: the real run would not start, the rehearsal does.
    expect(problems.find(({ code }) => code === 'SC421')?.severity).toBe('warning');
    expect(plan?.curriculum.engine.name).toBe('embedded');
    const settings = plan?.stages[0]?.settings;
    expect(settings).toMatchObject({ batch: 8, rollouts: 4, learning_rate: 1e-4, max_response_length: 40 });
    expect(Object.keys(plan?.stages[0]?.engineOptions ?? {}).sort()).toEqual([
      'validation_rows',
      'validation_samples',
    ]);
  });

  it('does not hide that the curriculum as it is written has no step', async () => {
    edit(/^ {2}batch: .*$/m, '  batch: 4096');
    const { plan, problems } = await planForLaunch(request({ rehearse: { steps: 3 } }));
    expect(problems.find(({ code }) => code === 'SC240')?.severity).toBe('warning');
    expect(plan?.stages[0]?.steps.total).toBe(3);
  });

  it('is refused for data that cannot be read', async () => {
    const data = join(project.folder, 'data', 'perception-train.jsonl');
    writeFileSync(data, readFileSync(data, 'utf8').replace('images/train-001.png', 'images/gone.png'));
    const { problems } = await planForLaunch(request({ rehearse: { steps: 3 } }));
    expect(problems.find(({ code }) => code === 'SC340')?.severity).toBe('error');
  });

  it('starts a stage alone from the base model', async () => {
    const { plan } = await planForLaunch(request({ rehearse: { steps: 2 }, stages: { only: 'think' } }));
    expect(plan?.stages.find(({ id }) => id === 'think')?.from).toEqual({ kind: 'base' });
    const rest = await planForLaunch(request({ rehearse: { steps: 2 }, stages: { from: 'think' } }));
    expect(rest.plan?.stages.at(-1)?.from).toMatchObject({ kind: 'stage', stage: 'think' });
  });

  it('is recorded as one, so that no later run starts from it', async () => {
    const { dir } = await launchRun(request({ rehearse: { steps: 1 }, stages: { only: 'see' } }));
    expect((await waitForEnd(dir, 90_000))?.state).toBe('done');
    const manifest = await readRunManifest(dir);
    expect(manifest.ok && manifest.value).toMatchObject({ rehearsal: true, predict: false });
    // The chain of the real run looks for a finished stage `see` and must pass over this one.
    const next: unknown = await launchRun(request({ stages: { only: 'think' } })).catch(
      (one: unknown) => one,
    );
    expect(String(next)).toContain('no earlier run');
    if (!(next instanceof Error)) await requestStop((next as { dir: string }).dir);
  }, 120_000);
});
