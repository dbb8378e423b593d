import { cp, mkdir, mkdtemp, readdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadModel, saveModel } from '../../../src/engines/embedded';
import {
  listCheckpoints,
  readCheckpoint,
  removeUnfinished,
  writeCheckpoint,
} from '../../../src/engines/embedded/checkpoints/checkpoint';
import { superfluous } from '../../../src/engines/embedded/checkpoints/retention';
import { newOptimizer } from '../../../src/engines/embedded/train/adamw';
import { tinyModel } from '../support/tiny';

let stage: string;
beforeEach(async () => {
  stage = await mkdtemp(join(tmpdir(), 'stagecraft-checkpoint-'));
});
afterEach(() => rm(stage, { recursive: true, force: true }));

describe('checkpoints', () => {
  it('hold everything, and are model folders', async () => {
    const model = tinyModel(8);
    const optimizer = newOptimizer(model.config);
    optimizer.updates = 12;
    optimizer.mean.fill(0.25);
    optimizer.square.fill(1e-12);
    const path = await writeCheckpoint(stage, model, optimizer, {
      step: 10,
      updates: 12,
      score: 0.5,
      metrics: { loss: 1 },
    });
    const read = await readCheckpoint(path);
    expect(read.model.theta).toEqual(model.theta);
    expect(read.optimizer).toEqual(optimizer);
    expect(read.state).toEqual({ step: 10, updates: 12, score: 0.5, metrics: { loss: 1 } });
    expect((await loadModel(path)).tokenizer.words).toEqual(model.tokenizer.words);
  });

  it('lists only complete ones, oldest first', async () => {
    const model = tinyModel();
    const optimizer = newOptimizer(model.config);
    for (const step of [20, 5])
      await writeCheckpoint(stage, model, optimizer, { step, updates: step, metrics: {} });
    const home = join(stage, 'checkpoints');
    await mkdir(join(home, 'step-000030'));
    await cp(join(home, 'step-000020'), join(home, '.writing-step-000040-1'), { recursive: true });
    await cp(join(home, 'step-000020'), join(home, 'step-000050'), { recursive: true });
    await writeFile(join(home, 'step-000050', 'state.json'), '{"step": 50, "upd');
    expect((await listCheckpoints(stage)).map(({ step }) => step)).toEqual([5, 20]);
    await removeUnfinished(stage);
    expect((await readdir(home)).filter((name) => name.startsWith('.'))).toEqual([]);
    expect(await listCheckpoints(join(stage, 'nowhere'))).toEqual([]);
  });

  it('passes over those with a torn tensor file, and says what to do about one with foreign values', async () => {
    const model = tinyModel();
    const optimizer = newOptimizer(model.config);
    for (const step of [1, 2, 3, 4])
      await writeCheckpoint(stage, model, optimizer, { step, updates: step, metrics: {} });
    const at = (step: number, file: string) => join(stage, 'checkpoints', `step-00000${step}`, file);
    await truncate(at(4, 'model.safetensors'), 1000);
    await truncate(at(3, 'optimizer.safetensors'), (await stat(at(3, 'optimizer.safetensors'))).size - 1);
    const weights = await readFile(at(2, 'model.safetensors'));
    await writeFile(at(2, 'model.safetensors'), weights.fill(0xff, weights.length - 4)); // NaN
    expect((await listCheckpoints(stage)).map(({ step }) => step)).toEqual([1, 2]);
    await expect(readCheckpoint(join(stage, 'checkpoints', 'step-000002'))).rejects.toMatchObject({
      message: expect.stringContaining('not finite') as string,
      hint: expect.stringMatching(/^Remove .*step-000002 to go on from the checkpoint before it/) as string,
    });
  });

  it('keeps the newest on schedule, the best and the last', () => {
    const saved = [5, 10, 13, 15, 20, 25, 27].map((step) => ({
      step,
      path: String(step),
      ...(step === 13 ? { score: 0.9 } : step === 20 ? { score: 0.4 } : {}),
    }));
    const gone = superfluous(saved, 2, (step) => step % 5 === 0);
    expect(gone.map(({ step }) => step)).toEqual([5, 10, 15]);
  });
});

describe('model folders', () => {
  it('say which file is missing or does not fit', async () => {
    await expect(loadModel(stage)).rejects.toThrow('config.json is not there');
    await saveModel(stage, tinyModel());
    await writeFile(
      join(stage, 'tokenizer.json'),
      JSON.stringify({ ...tinyModel().tokenizer.file(), words: ['one'] }),
    );
    await expect(loadModel(stage)).rejects.toThrow('263 tokens');
    await saveModel(stage, tinyModel());
    await writeFile(join(stage, 'config.json'), '{"format":"stagecraft-micro-vlm","image":1e9}');
    await expect(loadModel(stage)).rejects.toThrow('`tied`');
    const model = tinyModel(1, { width: 32 });
    await saveModel(stage, model);
    await saveModel(join(stage, 'other'), tinyModel());
    await cp(join(stage, 'other', 'model.safetensors'), join(stage, 'model.safetensors'));
    await expect(loadModel(stage)).rejects.toThrow('config.json asks for');
  });

  it('halve when saved in half precision, and stay near', async () => {
    const model = tinyModel(2);
    await saveModel(stage, model, 'F16');
    const read = await loadModel(stage);
    read.theta.forEach((value, i) => expect(Math.abs(value - model.theta[i]!)).toBeLessThan(2e-3));
  });
});
