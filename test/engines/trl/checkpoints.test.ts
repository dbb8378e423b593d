import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeEach, expect, it } from 'vitest';
import { engineFor } from '../../../src/engines';
import { TrlWorkspace } from './stage';
import { discard } from '../../fixtures/discard';

const space = new TrlWorkspace();
afterAll(() => space.remove());
beforeEach(() => discard(space.stageDir));

const list = () => engineFor('trl').checkpoints(space.stageDir);
const folder = (step: number): string => join(space.stageDir, 'checkpoints', `checkpoint-${step}`);

/** A checkpoint as the Trainer leaves it, and our record beside. */
function write(
  step: number,
  {
    state = `{"global_step": ${step}}`,
    score,
    weights = 'model.safetensors',
  }: {
    readonly state?: string;
    readonly score?: string;
    readonly weights?: string;
  } = {},
): void {
  mkdirSync(folder(step), { recursive: true });
  writeFileSync(join(folder(step), weights), 'weights');
  if (score !== undefined)
    writeFileSync(join(folder(step), 'stagecraft.json'), `{"step":${step},"score":${score}}`);
  if (state !== '') writeFileSync(join(folder(step), 'trainer_state.json'), state);
}

it('lists complete checkpoints by their step, with our score', async () => {
  write(10, { score: '0.5', weights: 'adapter_model.safetensors' });
  write(9);
  write(100, { state: '{"global_step": 100, "log_history": [{"loss": NaN, "kl": Infinity}]}' });
  expect(await list()).toEqual([
    { step: 9, path: folder(9) },
    { step: 10, path: folder(10), score: 0.5 },
    { step: 100, path: folder(100) },
  ]);
});

it('passes over what an interrupted write has left', async () => {
  write(1, { state: '' });
  write(2, { state: '{"global_step": 2, "log_hist' });
  write(3, { state: '{"global_step": 7}' });
  write(4);
  rmSync(join(folder(4), 'model.safetensors'));
  write(5);
  writeFileSync(join(folder(5), 'model.safetensors'), '');
  mkdirSync(join(space.stageDir, 'checkpoints', 'checkpoint-x'));
  mkdirSync(join(space.stageDir, 'checkpoints', 'tmp-checkpoint-6'));
  expect(await list()).toEqual([]);
});

it('takes no score that is none, and no folder for one', async () => {
  expect(await list()).toEqual([]);
  write(3, { score: 'NaN' });
  write(4, { score: '"0.9"' });
  expect((await list()).map(({ score }) => score)).toEqual([undefined, undefined]);
});
