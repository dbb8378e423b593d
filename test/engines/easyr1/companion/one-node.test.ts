import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { easyr1Checkpoints } from '../../../../src/engines/easyr1/companion';
import { pythonFor } from '../../../python/environment';
import { processesMentioning, until } from '../../../fixtures/runs/processes';
import { makeStage, ofType, readText, runCompanion, stop, trained, trainSpec, validated } from './support';
import { HANG } from '../../../fixtures/hang';

const python = pythonFor('the companion of EasyR1 on one node') ?? '';
const EVERY_2 = { 'trainer.save_freq': 2, 'trainer.val_freq': 2, 'trainer.max_steps': 6 } as const;

let stage: Awaited<ReturnType<typeof makeStage>>;
beforeEach(async () => {
  stage = await makeStage();
});
afterEach(() => stage.remove());
const nothingLeft = () =>
  until('all processes to end', async () => (await processesMentioning(stage.dir)).length === 0);

describe.skipIf(python === '')(
  'EasyR1 on one node, with a stand-in for its trainer',
  { timeout: 60_000 },
  () => {
    it('tells a training from its files, each step once', async () => {
      const { code, events, log } = await runCompanion(stage.dir, trainSpec(python, stage.output, EVERY_2));
      expect(log).not.toContain('[stagecraft]');
      expect(code).toBe(0);
      expect(ofType(events, 'started')).toEqual([
        { type: 'started', totalSteps: 6, firstStep: 1, device: 'CUDA' },
      ]);
      expect(trained(events)).toEqual([1, 2, 3, 4, 5, 6]);
      expect(validated(events)).toEqual([0, 2, 4, 6]);
      const [first, second, third] = ofType(events, 'metric').slice(1);
      // Our names where there are such, EasyR1's own else.
      expect(first!.values).toMatchObject({ reward: 0.1, accuracy: 0.05, loss: 1, 'critic/score/max': 1 });
      expect(second!.values).toMatchObject({ grad_norm: null, val_reward: 0.9546, val_accuracy: 0.4773 });
      expect(third!.values['critic/score/max']).toBeNull();
      const scores = [2, 4, 6].map((step) => Math.round((Math.sin(step) / 2 + 0.5) * 1e4) / 1e4);
      const told = ofType(events, 'checkpoint');
      expect(told.map(({ step, path, score }) => ({ step, path, score }))).toEqual(
        [2, 4, 6].map((step, i) => ({ step, path: `checkpoints/global_step_${step}`, score: scores[i] })),
      );
      expect(await easyr1Checkpoints(stage.dir)).toEqual(
        [2, 4, 6].map((step, i) => ({
          step,
          path: join(stage.output, `global_step_${step}`),
          score: scores[i],
        })),
      );
      const samples = ofType(events, 'sample');
      expect(samples.map(({ step }) => step)).toEqual([0, 0, 2, 2, 4, 4, 6, 6]);
      expect(samples[2]!.sample).toMatchObject({ gold: '3', reward: { overall: scores[0] } });
      expect(samples[2]!.sample.question).toMatch(/^How many sides has figure \d\?$/);
      expect(samples[2]!.sample.response).toContain(
        '[output] is a word at step 2.\nStep 99\nreward:\n  overall: 99.0',
      );
      expect(events.at(-1)).toEqual({ type: 'finished', step: 6, reason: 'steps' });
      // The console output is the log, unchanged.
      expect(log).toContain('Total training steps: 6\n');
      expect(log).toContain("  grad_norm: !!float 'nan'\n");
    });

    it('resumes after kill -9 of the trainer, no step lost or twice, EasyR1’s logs kept', async () => {
      const dying = { ...EVERY_2, 'stand_in.fault': 'die@before_log:5', 'stand_in.step_ms': 20 };
      const first = await runCompanion(stage.dir, trainSpec(python, stage.output, dying));
      expect(first.code).toBe(1);
      expect(ofType(first.events, 'failed')[0]).toMatchObject({
        message: expect.stringContaining('killed') as string,
        hint: expect.stringContaining('checkpoint of step 4') as string,
      });
      expect(trained(first.events)).toEqual([1, 2, 3, 4]);
      const log = await readText(join(stage.output, 'experiment_log.jsonl'));
      const second = await runCompanion(stage.dir, trainSpec(python, stage.output, EVERY_2));
      expect(second.code).toBe(0);
      expect(ofType(second.events, 'started')).toMatchObject([{ firstStep: 5, totalSteps: 6 }]);
      expect(trained(second.events)).toEqual([5, 6]);
      // The validation before the first step repeats that of step 4, which was told.
      expect(validated(second.events)).toEqual([6]);
      expect(ofType(second.events, 'checkpoint').map(({ step }) => step)).toEqual([6]);
      expect(await readText(join(stage.output, 'experiment_log.jsonl.1'))).toBe(log);
      expect(existsSync(join(stage.output, 'generations.log.1'))).toBe(true);
      const scores = (await easyr1Checkpoints(stage.dir)).map(({ score }) => score);
      expect(scores).toEqual([expect.any(Number), expect.any(Number), expect.any(Number)]);
    });

    it('leaves nothing behind when it is killed itself, and tells later what it had not', async () => {
      const slow = {
        ...EVERY_2,
        'stand_in.step_ms': 150,
        'stand_in.deaf': 'true',
        'stand_in.child': 'true',
        'stand_in.name': stage.dir,
      };
      const killed = await runCompanion(stage.dir, trainSpec(python, stage.output, slow), (event, child) => {
        if (event.type === 'metric' && event.step === 3) child.kill('SIGKILL');
      });
      expect(killed.signal).toBe('SIGKILL');
      await nothingLeft();
      const again = await runCompanion(stage.dir, trainSpec(python, stage.output, EVERY_2));
      const from = ofType(again.events, 'started')[0]!.firstStep;
      const before = trained(killed.events).filter((step) => step < from);
      expect([...before, ...trained(again.events)]).toEqual([1, 2, 3, 4, 5, 6]);
    });

    it('ends when its supervisor has died', async () => {
      const slow = { ...EVERY_2, 'trainer.max_steps': 10_000, 'stand_in.step_ms': 50 };
      const { events } = await runCompanion(
        stage.dir,
        trainSpec(python, stage.output, slow),
        (event, child) => {
          if (event.type === 'metric' && event.step === 3) child.stdin!.end();
        },
      );
      await nothingLeft();
      expect(ofType(events, 'finished')).toEqual([
        { type: 'finished', step: expect.any(Number) as number, reason: 'stopped' },
      ]);
    });

    it('stops at once on request, says which checkpoint is kept, and ends what the trainer started', async () => {
      const slow = {
        ...EVERY_2,
        'trainer.max_steps': 100,
        'trainer.save_freq': 3,
        'stand_in.step_ms': 300,
        'stand_in.child': 'true',
        'stand_in.name': stage.dir,
      };
      let asked = 0;
      const { code, events } = await runCompanion(
        stage.dir,
        trainSpec(python, stage.output, slow),
        (event, child) => {
          if (event.type !== 'metric' || event.step !== 4) return;
          asked = performance.now();
          stop(child);
        },
      );
      expect(performance.now() - asked).toBeLessThan(HANG);
      expect(code).toBe(0);
      expect(ofType(events, 'finding')).toMatchObject([
        {
          id: 'stopped-between-checkpoints',
          message: expect.stringMatching(/checkpoint of step 3 is kept, steps? 4/) as string,
        },
      ]);
      expect(events.at(-1)).toEqual({ type: 'finished', step: 3, reason: 'stopped' });
      await nothingLeft();
    });

    it('kills a trainer that hears nothing when it is asked twice', async () => {
      const deaf = { ...EVERY_2, 'trainer.max_steps': 100, 'stand_in.step_ms': 100, 'stand_in.deaf': 'true' };
      const { events } = await runCompanion(
        stage.dir,
        trainSpec(python, stage.output, deaf),
        (event, child) => {
          if (event.type !== 'metric' || event.step !== 2) return;
          stop(child);
          setTimeout(() => child.kill('SIGTERM'), 300);
        },
      );
      expect(ofType(events, 'finished')).toMatchObject([{ reason: 'stopped' }]);
      await nothingLeft();
    });

    it('waits for the next checkpoint when `until` holds', async () => {
      const slow = { ...EVERY_2, 'trainer.max_steps': 1000, 'trainer.save_freq': 4, 'stand_in.step_ms': 200 };
      const { code, events, log } = await runCompanion(
        stage.dir,
        trainSpec(python, stage.output, slow),
        (event, child) => {
          if (event.type === 'metric' && event.step === 2) stop(child, 'until');
        },
      );
      expect(code).toBe(0);
      expect(log).toContain('EasyR1 saves at step 4, then it is ended');
      expect(events.at(-1)).toEqual({ type: 'finished', step: 4, reason: 'until' });
      expect((await easyr1Checkpoints(stage.dir)).map(({ step }) => step)).toEqual([4]);
      await nothingLeft();
    });

    it('says what EasyR1 failed of, with its last error', async () => {
      const bad = { ...EVERY_2, 'stand_in.fault': 'raise@after_log:3' };
      const { code, events } = await runCompanion(stage.dir, trainSpec(python, stage.output, bad));
      expect(code).toBe(1);
      expect(ofType(events, 'failed')).toEqual([
        {
          type: 'failed',
          message:
            'EasyR1 failed: ValueError: Rollout batch size must be divisible by actor global batch size.',
          hint: 'The log has the details; a resume goes on from the checkpoint of step 2.',
        },
      ]);
      expect(trained(events)).toEqual([1, 2, 3]);
    });

    it('does not take an early end without an error for success', async () => {
      const leaves = { ...EVERY_2, 'stand_in.fault': 'leave@after_log:3' };
      const { events } = await runCompanion(stage.dir, trainSpec(python, stage.output, leaves));
      expect(ofType(events, 'failed')[0]!.message).toBe('EasyR1 ended without an error after step 3 of 6');
    });

    it('says what cannot be started', async () => {
      const spec = trainSpec('/nowhere/python', stage.output, EVERY_2);
      const { code, events } = await runCompanion(stage.dir, spec);
      expect(code).toBe(1);
      expect(ofType(events, 'failed')[0]!.message).toMatch(/could not be started.*ENOENT/);
    });

    it('does not count a checkpoint whose writing was cut short', async () => {
      const torn = { ...EVERY_2, 'stand_in.fault': 'die@within_save:4' };
      const { events } = await runCompanion(stage.dir, trainSpec(python, stage.output, torn));
      expect(existsSync(join(stage.output, 'global_step_4'))).toBe(true);
      expect(ofType(events, 'checkpoint').map(({ step }) => step)).toEqual([2]);
      expect((await easyr1Checkpoints(stage.dir)).map(({ step }) => step)).toEqual([2]);
    });

    it('keeps score of the last step, which is validated after its line', async () => {
      const last = { 'trainer.max_steps': 4, 'trainer.save_freq': 2 };
      const { events } = await runCompanion(stage.dir, trainSpec(python, stage.output, last));
      expect(ofType(events, 'checkpoint').map(({ step, score }) => [step, score !== undefined])).toEqual([
        [2, false],
        [4, true],
      ]);
      expect(validated(events)).toEqual([0, 4]);
      expect(trained(events)).toEqual([1, 2, 3, 4]);
      expect(ofType(events, 'finding')).toEqual([]);
    });

    it('warns when `best` has nothing to choose by', async () => {
      const never = { 'trainer.max_steps': 5, 'trainer.save_freq': 3, 'trainer.val_freq': 5 };
      const spec = trainSpec(python, stage.output, { ...never, 'stand_in.fault': 'leave@after_log:5' });
      const { events } = await runCompanion(stage.dir, spec);
      expect(ofType(events, 'finding')).toMatchObject([
        { id: 'no-best-checkpoint', severity: 'warning', key: 'save_every', suggestion: 5 },
      ]);
    });

    it('tells nothing of validations on rows that only stand in', async () => {
      const spec = trainSpec(python, stage.output, EVERY_2, { validates: false });
      const { events } = await runCompanion(stage.dir, spec);
      expect(validated(events)).toEqual([]);
      expect(ofType(events, 'sample')).toEqual([]);
      expect(ofType(events, 'checkpoint').every(({ score }) => score === undefined)).toBe(true);
      expect((await easyr1Checkpoints(stage.dir)).map(({ score }) => score)).toEqual([
        undefined,
        undefined,
        undefined,
      ]);
      expect(trained(events)).toEqual([1, 2, 3, 4, 5, 6]);
    });

    it('keeps to the checkpoints that EasyR1 keeps', async () => {
      const few = { ...EVERY_2, 'trainer.save_freq': 1, 'trainer.save_limit': 2 };
      await runCompanion(stage.dir, trainSpec(python, stage.output, few));
      const left = (await readdir(stage.output)).filter((name) => name.startsWith('global_step_'));
      expect((await easyr1Checkpoints(stage.dir)).map(({ step }) => `global_step_${step}`).sort()).toEqual(
        left.sort(),
      );
    });
  },
);
