import { EndpointError, type ChatClient } from '../../endpoints';
import type { Difficulty } from '../../language';
import type { Question } from '../types';
import { wantedRollouts } from './adaptive';
import type { Grader } from './grader';
import type { RolloutPrompt } from './prompt';
import { putGraded, regrade, rolloutsIn, type Rollout, type Rollouts } from './rollouts';
import type { Sampling } from './sampling';

/** Single requests that may fail one after another before the rest of a row's rollouts is given up. */
const MOST_SINGLES = 2;
/** Every other request for the same row would fail alike. */
const HOPELESS: readonly EndpointError['fault'][] = ['length', 'images', 'picture', 'refused'];

export interface EndpointParts {
  readonly chat: ChatClient;
  readonly prompt: RolloutPrompt;
  readonly sampling: Sampling;
  readonly difficulty: Difficulty;
  readonly grader: Grader;
  /** Rollout `i` of a row has this seed and `i` more. */
  readonly seed: number;
  readonly signal: AbortSignal;
}

interface Numbered {
  readonly number: number;
  readonly rollout: Rollout;
}

/**
 * Asks an endpoint for the rollouts that a row lacks, and grades them, until it has as many as it should. What does not
 * come is missing: the error that stood in the way is the answer. Rejects with an `EndpointError` that concerns all requests, and with the signal's
 * reason.
 */
export async function rollOut(
  question: Question,
  rollouts: Rollouts,
  parts: EndpointParts,
): Promise<EndpointError | undefined> {
  const { difficulty, grader } = parts;
  await regrade(rollouts, question.answer, grader);
  let asked = 0;
  for (;;) {
    // What an earlier make got stays, and is filled up first.
    const wanted =
      asked === 0 && rollouts.lacking(rollouts.drawn).length > 0
        ? rollouts.drawn
        : wantedRollouts(rollouts, difficulty);
    const lacking = rollouts.lacking(wanted).filter((number) => number >= asked);
    if (lacking.length === 0) return undefined;
    const { came, error } = await askFor(question, lacking, parts);
    rollouts.reserve(wanted);
    await putGraded(rollouts, came, question.answer, grader);
    asked = wanted;
    if (error === undefined) continue;
    rollouts.because(error.message);
    return error;
  }
}

/** The rollouts of these numbers: those in a row by one request, others one by one. */
async function askFor(
  question: Question,
  numbers: readonly number[],
  parts: EndpointParts,
): Promise<{ readonly came: readonly Numbered[]; readonly error?: EndpointError }> {
  const [first = 0] = numbers;
  const together = numbers.length > 1 && numbers.every((number, i) => number === first + i);
  if (!together) return singles(question, numbers, parts);
  try {
    const came = await ask(question, first, numbers.length, parts);
    return came.length === numbers.length ? { came } : { came, error: fewer(parts.chat) };
  } catch (error) {
    const fault = tolerable(error);
    return HOPELESS.includes(fault.fault) ? { came: [], error: fault } : singles(question, numbers, parts);
  }
}

async function singles(
  question: Question,
  numbers: readonly number[],
  parts: EndpointParts,
): Promise<{ readonly came: readonly Numbered[]; readonly error?: EndpointError }> {
  const came: Numbered[] = [];
  let error: EndpointError | undefined;
  let inARow = 0;
  for (const number of numbers) {
    try {
      came.push(...(await ask(question, number, 1, parts)));
      inARow = 0;
    } catch (thrown) {
      error = tolerable(thrown);
      inARow += 1;
      if (inARow >= MOST_SINGLES || HOPELESS.includes(error.fault)) break;
    }
  }
  return { came, ...(error === undefined ? {} : { error }) };
}

/** The error of one request; anything that concerns all of them is thrown on. */
function tolerable(error: unknown): EndpointError {
  if (error instanceof EndpointError && !error.concernsAll) return error;
  throw error;
}

async function ask(
  question: Question,
  first: number,
  n: number,
  { chat, prompt, sampling, seed, signal }: EndpointParts,
): Promise<readonly Numbered[]> {
  const reply = await chat.ask(
    {
      messages: prompt(question),
      maxTokens: sampling.maxTokens,
      temperature: sampling.temperature,
      topP: sampling.topP,
      n,
      // Rollouts of other numbers have other seeds, so that they differ, and the cache never takes one for another.
      seed: seed + first,
    },
    signal,
  );
  return rolloutsIn(reply)
    .slice(0, n)
    .map((rollout, i) => ({ number: first + i, rollout }));
}

const fewer = ({ model }: ChatClient): EndpointError =>
  new EndpointError('reply', `${model.title} gave fewer answers than it was asked for.`, '');
