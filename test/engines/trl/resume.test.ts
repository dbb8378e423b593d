import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ChildProcess } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { EngineEvent } from '../../../src/protocol';
import {
  checkpointNames,
  makeBench,
  ofType,
  prepared,
  python,
  startProcess,
  tensors,
  timeless,
  type Bench,
  type TrainChanges,
} from './support';

// Its weights are saved under other names than it holds them in memory.
const ARCHITECTURE = 'qwen2_5_vl';
const STEPS = 9;

let bench: Bench;
let changes: TrainChanges;
let straight: readonly EngineEvent[];
beforeAll(async () => {
  if (python === undefined) return;
  bench = await makeBench([ARCHITECTURE]);
  const model = bench.model(ARCHITECTURE);
  const sft = bench.train('sft', {
    model,
    steps: 20,
    settings: { method: 'sft', learning_rate: 1e-2, batch: 8 },
  });
  expect((await startProcess(await prepared(sft))).code).toBe(0);
  changes = {
    model,
    checkpoint: join(sft.output, 'checkpoint-20'),
    steps: STEPS,
    settings: { kl: 0.05, save_every: 2, validate_every: 2, keep_checkpoints: 2 },
    validation: join(bench.folder, 'validation.jsonl'),
    options: { num_generations_eval: 1 },
  };
  const whole = await startProcess(await prepared(bench.train('whole', changes)));
  expect(whole.code, whole.log.slice(-2000)).toBe(0);
  straight = whole.events;
}, 400_000);
afterAll(async () => {
  if (python !== undefined) await bench.remove();
});

/** Runs the stage, going on from its last complete checkpoint, as a supervisor does. */
async function attempt(name: string, onEvent?: (event: EngineEvent, child: ChildProcess) => void) {
  const stage = bench.train(name, changes);
  let last: string | undefined;
  try {
    last = checkpointNames(stage.output)
      .filter((folder) => readState(join(stage.output, folder)) !== undefined)
      .at(-1);
  } catch {
    // The first attempt.
  }
  const resumed = last === undefined ? {} : { resume: join(stage.output, last) };
  const { launch } = bench.train(name, { ...changes, ...resumed });
  return startProcess(await prepared({ launch, output: stage.output }), onEvent);
}

function readState(folder: string): unknown {
  try {
    return JSON.parse(readFileSync(join(folder, 'trainer_state.json'), 'utf8'));
  } catch {
    return undefined;
  }
}

const weights = (name: string) =>
  tensors(join(bench.folder, 'run', 'stages', name, 'checkpoints', `checkpoint-${STEPS}`));

const at =
  (step: number, act: (child: ChildProcess) => void) =>
  (event: EngineEvent, child: ChildProcess): void => {
    if (event.type === 'metric' && event.step === step) act(child);
  };

describe.skipIf(python === undefined)('stopping and resuming', { timeout: 400_000 }, () => {
  it('validates, keeps the best and the newest checkpoints, and says their scores', () => {
    const metrics = ofType(straight, 'metric');
    const validated = metrics.filter(({ values }) => values.val_reward !== undefined);
    expect(validated.map(({ step }) => step)).toEqual([0, 2, 4, 6, 8, 9]);
    const saved = ofType(straight, 'checkpoint');
    expect(saved.map(({ step, path }) => [step, path])).toEqual(
      [2, 4, 6, 8, 9].map((step) => [step, `checkpoints/checkpoint-${step}`]),
    );
    for (const { step, score } of saved)
      expect(score).toBe(validated.find((metric) => metric.step === step)!.values.val_reward);
    const best = saved.toSorted((a, b) => b.score! - a.score! || b.step - a.step)[0]!;
    const left = new Set([best.step, 8, 9].map((step) => `checkpoint-${step}`));
    const output = join(bench.folder, 'run', 'stages', 'whole', 'checkpoints');
    expect(checkpointNames(output)).toEqual([...left].sort());
    for (const name of left) {
      const note = JSON.parse(readFileSync(join(output, name, 'stagecraft.json'), 'utf8')) as object;
      expect(note).toEqual({
        step: Number(name.split('-')[1]),
        score: saved.find(({ path }) => path.endsWith(name))!.score,
      });
    }
  });

  it('is asked to stop in every way, and resumed makes the same metrics and weights', async () => {
    const first = await attempt(
      'asked',
      at(1, (child) => child.kill('SIGTERM')),
    );
    expect(first.code, first.log.slice(-2000)).toBe(0);
    const second = await attempt(
      'asked',
      at(3, (child) => child.stdin!.write('{"type":"stop","reason":"until"}\n')),
    );
    const third = await attempt(
      'asked',
      at(5, (child) => child.stdin!.end()),
    );
    const fourth = await attempt('asked');
    const attempts = [first, second, third, fourth];
    expect(attempts.map(({ code }) => code)).toEqual([0, 0, 0, 0]);
    const ends = attempts.map(({ events }) => ofType(events, 'finished')[0]!);
    expect(ends.map(({ reason }) => reason)).toEqual(['stopped', 'until', 'stopped', 'steps']);
    expect(attempts.map(({ events }) => ofType(events, 'started')[0]!.firstStep)).toEqual([
      1,
      ...ends.slice(0, 3).map(({ step }) => step + 1),
    ]);
    // A stop leaves out the validation of its step; all else is the same to the last bit.
    const withoutScores = (events: readonly EngineEvent[]) =>
      timeless(events).map(({ step, values: { val_reward: _, val_accuracy: __, ...values } }) => ({
        step,
        values,
      }));
    expect(attempts.flatMap(({ events }) => withoutScores(events))).toEqual(withoutScores(straight));
    expect(weights('asked')).toEqual(weights('whole'));
  });

  it('goes on after kill -9 with the same metrics and weights', async () => {
    const killed = await attempt(
      'killed',
      at(5, (child) => child.kill('SIGKILL')),
    );
    expect(killed.signal).toBe('SIGKILL');
    const resumed = await attempt('killed');
    expect(resumed.code, resumed.log.slice(-2000)).toBe(0);
    const { firstStep } = ofType(resumed.events, 'started')[0]!;
    expect(firstStep).toBeGreaterThan(2);
    expect(timeless(resumed.events)).toEqual(timeless(straight).filter(({ step }) => step >= firstStep));
    expect(timeless(resumed.events)[0]!.values.kl).toBeGreaterThan(0);
    expect(weights('killed')).toEqual(weights('whole'));
  });
});
