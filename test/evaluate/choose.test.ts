import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { chooseModel, modelWish, type ModelWish } from '../../src/evaluate';
import { checkCurriculum, type Curriculum } from '../../src/language';
import type { RunManifest } from '../../src/runs';
import { discard } from '../fixtures/discard';

let root: string;
beforeEach(() => (root = mkdtempSync(join(tmpdir(), 'stagecraft choose '))));
afterEach(() => discard(root));

const files = (folder: string, contents: Readonly<Record<string, string>>): string => {
  const path = join(root, folder);
  mkdirSync(path, { recursive: true });
  for (const [name, text] of Object.entries(contents)) writeFileSync(join(path, name), text);
  return path;
};
const MODEL = { 'config.json': '{}', 'model.safetensors': 'w' };

function curriculum(engine: string): Curriculum {
  const file = join(root, 'a.curriculum.yaml');
  writeFileSync(
    file,
    `curriculum: 1\nname: staged\nmodel: qwen3-vl-8b\nengine: ${engine}\ndatasets: { d: { capability: perception, train: d.jsonl } }\nstages: [{ id: see, data: d }]\n`,
  );
  const made = checkCurriculum(file).curriculum;
  if (made === undefined) throw new Error('the curriculum is broken');
  return made;
}

/** A run whose last stage is `see`; of its manifest nothing else is looked at. */
const run = (engine: string) => ({
  dir: root,
  id: '20261123-010203-staged-ab12',
  manifest: { engine, stages: ['look', 'see'] } as unknown as RunManifest,
});
const wish = (text: string): ModelWish => {
  const found = modelWish(text);
  if (found === undefined) throw new Error(`no wish: ${text}`);
  return found;
};

describe('the checkpoint of a run of TRL', () => {
  beforeEach(() => {
    for (const [step, score] of [
      [10, 0.4],
      [20, 0.6],
      [30, 0.5],
    ] as const)
      // prettier-ignore
      files(`stages/see/checkpoints/checkpoint-${step}`, {
        ...MODEL,
        'trainer_state.json': JSON.stringify({ global_step: step }),
        'stagecraft.json': JSON.stringify({ step, score }),
      });
  });

  it.each([
    ['best', 20, 'step 20 of `see`, the best'],
    ['last', 30, 'step 30 of `see`, the last'],
    ['step 10', 10, 'step 10 of `see`'],
  ])('%s', async (text, step, words) => {
    const model = await chooseModel({ wish: wish(text), curriculum: curriculum('trl'), run: run('trl') });
    expect(model).toEqual({
      model: join(root, 'stages', 'see', 'checkpoints', `checkpoint-${step}`),
      words,
      name: `staged-ab12-see-${step}`,
    });
  });

  it('says which there are instead of one that is not', async () => {
    const chosen = chooseModel({ wish: wish('15'), curriculum: curriculum('trl'), run: run('trl') });
    await expect(chosen).rejects.toThrow('has no such checkpoint: it has steps 10, 20, 30');
  });
});

describe('the checkpoint of a run of EasyR1', () => {
  const actor = () => join(root, 'stages', 'see', 'checkpoints', 'global_step_12', 'actor');
  beforeEach(() => {
    files('stages/see/checkpoints', {
      'checkpoint_tracker.json': JSON.stringify({ last_global_step: 12, best_global_step: 12 }),
    });
    files('stages/see/checkpoints/global_step_12/actor', {
      'model_world_size_1_rank_0.pt': 'w',
      'optim_world_size_1_rank_0.pt': 'w',
      'extra_state_world_size_1_rank_0.pt': 'w',
    });
    files('stages/see/checkpoints/global_step_12/actor/huggingface', { 'config.json': '{}' });
    files('stages/see/checkpoints/global_step_12', { 'dataloader.pt': 'w' });
  });
  const chosen = (engine = 'easyr1') =>
    chooseModel({ wish: wish('last'), curriculum: curriculum(engine), run: run('easyr1') });

  it('is taken where its pieces are joined', async () => {
    files('stages/see/checkpoints/global_step_12/actor/huggingface', MODEL);
    expect(await chosen()).toMatchObject({ model: join(actor(), 'huggingface') });
  });

  it('is joined before, where the program of EasyR1 is known', async () => {
    const home = files('EasyR1', {});
    files('EasyR1/scripts', { 'model_merger.py': '' });
    expect((await chosen(`{ easyr1: { home: "${home}" } }`)).merge).toEqual({
      script: join(home, 'scripts', 'model_merger.py'),
      actor: actor(),
      cwd: home,
    });
  });

  it('says how it is joined where it is not known', async () => {
    await expect(chosen()).rejects.toMatchObject({
      message: expect.stringContaining('in pieces') as string,
      hint: expect.stringContaining(`model_merger.py --local_dir ${actor()}`) as string,
    });
  });
});

it('the micro model of the embedded engine is for no server', async () => {
  const chosen = chooseModel({ wish: wish('best'), curriculum: curriculum('trl'), run: run('embedded') });
  await expect(chosen).rejects.toThrow('no server can serve');
});

it('the untrained model is what the curriculum names', async () => {
  expect(await chooseModel({ wish: wish('base'), curriculum: curriculum('trl') })).toEqual({
    model: 'Qwen/Qwen3-VL-8B-Instruct',
    words: 'the untrained model',
    name: 'staged-base',
  });
});
