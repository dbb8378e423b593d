import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { modelsOf } from '../../endpoints';
import { BASE_MODEL, type Difficulty, type RewardRef } from '../../language';
import { baseIdentity } from '../base';
import { workFile } from '../layout';
import type { MakeContext } from '../types';
import { RATE_PROMPT_VERSION, type OpenPrompt } from './prompt';
import { samplingOf } from './sampling';

const VERSION = 1;

/**
 * The rate file, whether it is there or not. Its name holds a hash of all that a rollout and its grading depend on: the
 * model, the prompt, the sampling, the reward. Not how many rollouts are wanted: more are added to those there are.
 */
export async function rateFile(
  context: MakeContext,
  difficulty: Difficulty,
  prompt: OpenPrompt,
): Promise<string> {
  const { curriculum, dataset, made } = context;
  const { by } = difficulty;
  const who =
    by === BASE_MODEL
      ? await baseIdentity(curriculum, dataset)
      : modelsOf(curriculum)
          .filter(({ id }) => id === by)
          .map(({ api, url, model }) => [api, url, model]);
  const canonical = [
    VERSION,
    RATE_PROMPT_VERSION,
    by,
    who,
    prompt.text,
    samplingOf(curriculum, dataset, difficulty),
    made.make.seed,
    await rewardIdentity(curriculum.reward),
  ];
  const hash = createHash('sha256').update(JSON.stringify(canonical)).digest('hex').slice(0, 16);
  const name = by.replace(/[^A-Za-z0-9._-]/g, '_').slice(0, 60);
  return workFile(made.to, `rates-${name}-${hash}.jsonl`);
}

/** A Python reward by what its file says: another version grades in another way. */
async function rewardIdentity(ref: RewardRef): Promise<unknown> {
  if (ref.kind === 'builtin') return ref.name;
  const text = await readFile(ref.path).catch(() => '');
  return [ref.function, createHash('sha256').update(text).digest('hex')];
}
