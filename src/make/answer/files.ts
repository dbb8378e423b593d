import { createHash } from 'node:crypto';
import { modelsOf } from '../../endpoints';
import { BASE_MODEL } from '../../language';
import { baseIdentity } from '../base';
import { workFile } from '../layout';
import { PROMPT_VERSION } from '../prompt';
import type { AnswerFile, MakeContext } from '../types';
import { OUTCOME_VERSION } from './outcome';

/**
 * The answer file of a model, whether it is there or not. Its name holds a hash of all that its answers depend on beside
 * the question: model, address, prompt, sampling, rules of grading. So a changed recipe begins a new file, and what was
 * answered stays for the day when it is changed back.
 */
export async function answerFileOf(
  context: Pick<MakeContext, 'curriculum' | 'dataset' | 'made'>,
  model: string,
): Promise<AnswerFile> {
  const { answers, seed } = context.made.make;
  const sampling = [answers.max_tokens, answers.temperature, answers.temperature === 0 ? null : seed];
  const who =
    model === BASE_MODEL
      ? await baseIdentity(context.curriculum, context.dataset)
      : modelsOf(context.curriculum)
          .filter(({ id }) => id === model)
          .map(({ api, url, model: name, images }) => [api, url, name, images ?? null]);
  const canonical = JSON.stringify([1, PROMPT_VERSION, OUTCOME_VERSION, who, sampling]);
  const hash = createHash('sha256').update(canonical).digest('hex').slice(0, 12);
  const name = model.replace(/[^A-Za-z0-9._-]/g, '_').slice(0, 60);
  return { model, path: workFile(context.made.to, `answers-${name}-${hash}.jsonl`) };
}

/** The answer files of all models of `answer_with`, in its order. */
export const answerFiles = (
  context: Pick<MakeContext, 'curriculum' | 'dataset' | 'made'>,
): Promise<readonly AnswerFile[]> =>
  Promise.all(context.made.make.answer_with.map((model) => answerFileOf(context, model)));
