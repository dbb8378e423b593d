import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeBench, ofType, prepared, python, startProcess, tensors, VISION, type Bench } from './support';

const ARCHITECTURES = ['qwen2_5_vl', 'qwen3_vl', 'internvl', 'idefics3'] as const;

let bench: Bench;
beforeAll(async () => {
  if (python !== undefined) bench = await makeBench(ARCHITECTURES);
}, 240_000);
afterAll(async () => {
  if (python !== undefined) await bench.remove();
});

describe.skipIf(python === undefined)('SFT, then GRPO', { timeout: 400_000 }, () => {
  it.each(ARCHITECTURES)('trains %s on rows with and without images, tower frozen', async (architecture) => {
    const model = bench.model(architecture);
    const sft = bench.train(`${architecture}-sft`, {
      model,
      steps: 24,
      settings: { method: 'sft', learning_rate: 1e-2, batch: 8, warmup_steps: 2 },
    });
    const taught = await startProcess(await prepared(sft));
    expect(taught.code, taught.log.slice(-2000)).toBe(0);
    const losses = ofType(taught.events, 'metric').map(({ values }) => values.loss!);
    expect(losses).toHaveLength(24);
    expect(losses.at(-1)!).toBeLessThan(losses[0]! / 2);
    const rates = ofType(taught.events, 'metric').map(({ values }) => values.learning_rate!);
    expect(rates.at(-1)).toBeCloseTo(1e-2, 8);
    expect(rates[1]!).toBeLessThan(1e-2);

    const from = join(sft.output, 'checkpoint-24');
    const grpo = bench.train(`${architecture}-grpo`, {
      model,
      checkpoint: from,
      steps: 3,
      settings: { batch: 3, kl: 0.05, freeze: ['vision'] },
      // Smaller than a group: micro batches of text rows alone come about.
      options: { per_device_train_batch_size: 2 },
    });
    const { code, events, log } = await startProcess(await prepared(grpo));
    expect(code, log.slice(-2000)).toBe(0);
    expect(ofType(events, 'started')).toEqual([
      { type: 'started', totalSteps: 3, firstStep: 1, device: 'CPU' },
    ]);
    expect(ofType(events, 'finished')).toEqual([{ type: 'finished', step: 3, reason: 'steps' }]);
    const metrics = ofType(events, 'metric').map(({ values }) => values);
    // The reference is the start of the stage, not the base model: nothing has moved before the first step.
    expect(metrics[0]!.kl).toBeLessThan(1e-6);
    expect(metrics.at(-1)!.kl).toBeGreaterThan(1e-6);
    // What supervised training has taught is still there.
    expect(metrics[0]!.format).toBeGreaterThan(0.3);
    expect(metrics.some(({ grad_norm }) => grad_norm! > 0)).toBe(true);
    for (const values of metrics) {
      expect(values.reward).toBeGreaterThan(0);
      expect(values.live_groups).toBeGreaterThanOrEqual(0);
      expect(values.response_length).toBeLessThanOrEqual(8);
      for (const name of ['accuracy', 'entropy', 'clip_fraction', 'truncated', 'tokens_per_second'])
        expect(values[name], name).toBeTypeOf('number');
      expect(Object.keys(values).filter((name) => name.includes('/'))).toEqual([]);
    }
    for (const { sample } of ofType(events, 'sample')) {
      const row = bench.rows.find(({ id }) => id === sample.row)!;
      expect(sample).toMatchObject({ question: row.question, gold: row.answer });
      expect(sample.images ?? []).toEqual(row.images);
      expect(Object.keys(sample.reward)).toContain('overall');
    }

    const [before, after] = [tensors(from), tensors(join(grpo.output, 'checkpoint-3'))];
    const changed = [...before].filter(([name, bytes]) => !bytes.equals(after.get(name)!));
    expect([...before.keys()].some((name) => new RegExp(VISION).test(name))).toBe(true);
    expect(changed.length).toBeGreaterThan(0);
    expect(changed.filter(([name]) => new RegExp(VISION).test(name))).toEqual([]);
  });

  it('agrees on a stop among several processes, of which one speaks', async () => {
    const stage = bench.train('two', {
      model: bench.model('idefics3'),
      steps: 500,
      validation: join(bench.folder, 'validation.jsonl'),
      options: { num_generations_eval: 1 },
      processes: 2,
    });
    const { events, log } = await startProcess(await prepared(stage), (event, child) => {
      if (event.type === 'metric' && event.step === 1) child.stdin!.write('{"type":"stop"}\n');
    });
    expect(ofType(events, 'started'), log.slice(-2000)).toHaveLength(1);
    const [finished] = ofType(events, 'finished');
    expect(finished?.reason).toBe('stopped');
    const metrics = ofType(events, 'metric');
    expect(metrics.map(({ step }) => step)).toEqual(Array.from({ length: finished!.step + 1 }, (_, i) => i));
    expect(metrics[0]!.values.val_reward).toBeTypeOf('number');
    expect(existsSync(join(stage.output, `checkpoint-${finished!.step}`, 'trainer_state.json'))).toBe(true);
  });
});
