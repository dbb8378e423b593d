import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { EngineEvent, Prediction } from '../../../src/protocol';
import {
  makeBench,
  ofType,
  prepared,
  python,
  startProcess,
  tensors,
  writeRows,
  type Bench,
  type Stage,
} from './support';

const LORA = { precision: 'fp32', adapter: 'lora', lora_rank: 16, vllm: false } as const;

let bench: Bench;
let base: Stage;
let sft: Stage;
let grpo: Stage;
beforeAll(async () => {
  if (python === undefined) return;
  bench = await makeBench(['qwen3_vl']);
  const model = bench.model('qwen3_vl');
  const settings = { method: 'sft', learning_rate: 1e-2, batch: 8 } as const;
  // An adapter on random weights learns nothing: first all of them.
  base = bench.train('0-base', { model, steps: 24, settings });
  const taught = await startProcess(await prepared(base));
  expect(taught.code, taught.log.slice(-2000)).toBe(0);
  // The adapter learns what the weights below it do not say.
  const green = join(bench.folder, 'green.jsonl');
  await writeRows(
    green,
    bench.rows.map((row) => ({ ...row, response: '\\boxed{green}' })),
  );
  sft = bench.train('1-sft', {
    model,
    checkpoint: join(base.output, 'checkpoint-24'),
    engine: LORA,
    train: green,
    steps: 20,
    settings: { ...settings, freeze: ['vision'] },
  });
  const adapted = await startProcess(await prepared(sft));
  expect(adapted.code, adapted.log.slice(-2000)).toBe(0);
}, 400_000);
afterAll(async () => {
  if (python !== undefined) await bench.remove();
});

/** Share of the rollouts shown that say what only the adapter was taught. */
function green(events: readonly EngineEvent[]): number {
  const shown = ofType(events, 'sample').map(({ sample }) => sample.response);
  return shown.filter((response) => response.includes('boxed{green}')).length / shown.length;
}

const note = (stage: Stage, step: number): unknown =>
  JSON.parse(readFileSync(join(stage.output, `checkpoint-${step}`, 'stagecraft.json'), 'utf8'));

describe.skipIf(python === undefined)('adapters', { timeout: 400_000 }, () => {
  it('go on from the merged adapters of the stages before, the frozen tower without one', async () => {
    grpo = bench.train('2-grpo', {
      model: bench.model('qwen3_vl'),
      engine: LORA,
      checkpoint: join(sft.output, 'checkpoint-20'),
      steps: 2,
      settings: { kl: 0.05, learning_rate: 1e-4, temperature: 0.4 },
      reward: { kind: 'builtin', name: 'boxed-answer' },
    });
    const { code, events, log } = await startProcess(await prepared(grpo));
    expect(code, log.slice(-2000)).toBe(0);
    const metrics = ofType(events, 'metric').map(({ values }) => values);
    expect(metrics[0]!.kl).toBeLessThan(1e-6);
    expect(green(events)).toBeGreaterThan(0.6);

    // Relative, so that a run can be moved.
    expect(note(sft, 20)).toEqual({
      step: 20,
      base: { folder: '../../../0-base/checkpoints/checkpoint-24' },
      adapters: [],
    });
    expect(note(grpo, 2)).toEqual({
      step: 2,
      base: { folder: '../../../0-base/checkpoints/checkpoint-24' },
      adapters: [{ folder: '../../../1-sft/checkpoints/checkpoint-20' }],
    });
    const frozen = [...tensors(join(sft.output, 'checkpoint-20'), 'adapter_model.safetensors').keys()];
    expect(frozen.length).toBeGreaterThan(0);
    expect(frozen.filter((name) => name.includes('visual'))).toEqual([]);
    const free = [...tensors(join(grpo.output, 'checkpoint-2'), 'adapter_model.safetensors').keys()];
    expect(free.filter((name) => name.includes('visual')).length).toBeGreaterThan(0);
  });

  it('can be trained on in full: the reference is made of the merged weights', async () => {
    const full = bench.train('3-full', {
      model: bench.model('qwen3_vl'),
      checkpoint: join(grpo.output, 'checkpoint-2'),
      steps: 2,
      settings: { kl: 0.05, learning_rate: 1e-4, temperature: 0.4, freeze: ['vision'] },
      shuffle: false,
    });
    const { code, events, log } = await startProcess(await prepared(full));
    expect(code, log.slice(-2000)).toBe(0);
    const metrics = ofType(events, 'metric').map(({ values }) => values);
    expect(metrics[0]!.kl).toBeLessThan(1e-6);
    expect(green(events)).toBeGreaterThan(0.6);
    // In the order of the file: of each step's four rows another one is shown.
    const shown = ofType(events, 'sample').map(({ step, sample }) => `${step} ${sample.row}`);
    expect([...new Set(shown)]).toEqual(['1 row-1', '2 row-6']);
    expect(existsSync(join(full.output, 'checkpoint-2', 'model.safetensors'))).toBe(true);
  });

  it('answer under every arm, some rows only, and go on after a torn line', async () => {
    const heldOut = join(bench.folder, 'held-out.jsonl');
    const extra = { options: ['red', 'green', 'blue', 'yellow'], scene: { shapes: 1 } };
    const rows = bench.rows.slice(0, 6).map((row, i) => (i === 0 ? { ...row, ...extra } : row));
    await writeRows(heldOut, rows);
    const spec = {
      model: bench.model('qwen3_vl'),
      checkpoint: join(grpo.output, 'checkpoint-2'),
      rows: heldOut,
      arms: { k: 3 },
      prompt: '{{ content | trim }} Put the final answer in \\boxed{}.\n',
    };
    const stage = bench.predict('predict', spec);
    const launch = await prepared(stage);
    const first = await startProcess(launch);
    expect(first.code, first.log.slice(-2000)).toBe(0);
    expect(ofType(first.events, 'finished')).toEqual([{ type: 'finished', step: 0, reason: 'steps' }]);
    const whole = readFileSync(stage.output, 'utf8');
    const lines = whole.trimEnd().split('\n');
    const made = lines.map((line) => JSON.parse(line) as Prediction);
    const seen = rows.filter(({ images }) => images.length > 0);
    const armsOf = (row: string) => made.filter((entry) => entry.row === row).map(({ arm }) => arm);
    for (const row of rows)
      expect(armsOf(row.id)).toEqual(
        seen.includes(row) ? ['image', 'description', 'own-description', 'both', 'neither'] : ['image'],
      );
    for (const entry of made) {
      const row = rows.find(({ id }) => id === entry.row)!;
      const { id: _, response: __, ...facts } = row;
      expect(entry).toMatchObject(facts);
      expect(entry.samples).toHaveLength(3);
      expect(entry.greedy === undefined).toBe(entry.arm !== 'image');
      for (const { tokens, truncated } of entry.samples) {
        expect(tokens).toBeGreaterThan(0);
        expect(tokens).toBeLessThanOrEqual(10);
        if (truncated) expect(tokens).toBe(10);
      }
      if (entry.arm === 'description' || entry.arm === 'both') expect(entry.description).toBe(row.caption);
    }
    // What both stages have taught is in the answers.
    const greedy = made.flatMap((entry) => entry.greedy ?? []);
    expect(greedy.some(({ text, truncated }) => text.includes('\\boxed{green}') && !truncated)).toBe(true);

    // As a killed process leaves it: some lines whole, the last one torn. The answers do not depend on it.
    await writeFile(
      stage.output,
      lines
        .slice(0, 4)
        .map((line) => `${line}\n`)
        .join(''),
    );
    appendFileSync(stage.output, lines[4]!.slice(0, 30));
    const limited = bench.predict('predict', { ...spec, limit: 5 });
    const second = await startProcess(await prepared(limited));
    expect(second.code, second.log.slice(-2000)).toBe(0);
    const again = readFileSync(stage.output, 'utf8').trimEnd().split('\n');
    expect(again.slice(0, 4)).toEqual(lines.slice(0, 4));
    const keys = again.map((line) => JSON.parse(line) as Prediction).map(({ row, arm }) => `${row} ${arm}`);
    expect(new Set(keys).size).toBe(keys.length);
    const newRows = new Set(again.slice(4).map((line) => (JSON.parse(line) as Prediction).row));
    expect(newRows.size).toBeLessThanOrEqual(5);
  });
});
