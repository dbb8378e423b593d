import type { ChatClient } from '../../endpoints';
import { EndpointError } from '../../endpoints';
import type { ChatRequest } from '../../protocol';
import { letterOf } from '../../rewards';
import { outcomeOf } from '../answer/outcome';
import type { Question } from '../types';
import type { Fault } from './check/draft';
import { VERIFIER_SILENT } from './silent';
import { shuffled } from './shuffle';

/** Part of the question file's name. */
export const VERIFY_VERSION = 1;

const MAX_TOKENS = 512;
const SHOWN = 200;
const UNDECIDED = 'The description does not say';

/** What the verifier is asked: the caption, and the options in an order of their own, with a way out at the end. */
interface Exam {
  readonly request: ChatRequest;
  readonly options: readonly string[];
  readonly answer: string;
}

/**
 * Whether a model that reads the caption, and nothing else, comes to the same answer; `undefined` when it does.
 * The options are shuffled anew, so that what it likes about a position is no help. Rejects with an `EndpointError` that
 * concerns all requests, and with the signal's reason.
 */
export async function verifyQuestion(
  question: Question,
  client: ChatClient,
  seed: number,
  signal: AbortSignal,
): Promise<Fault | undefined> {
  const { request, options, answer } = examOf(question, seed);
  try {
    const { answers } = await client.ask(request, signal);
    const [said = { text: '', truncated: false }] = answers;
    const { outcome, extracted } = outcomeOf({ options, answer }, said);
    if (outcome === 'right') return undefined;
    const detail = `verifier: ${(extracted ?? said.text).trim().slice(0, SHOWN)}`;
    if (outcome === 'unparsable') return { reason: 'The verifier gave no answer that can be read.', detail };
    return options.length > 0 && extracted === letterOf(options.length - 1)
      ? { reason: 'The caption does not decide the question.', detail }
      : { reason: 'The caption leads to another answer.', detail };
  } catch (error) {
    if (!(error instanceof EndpointError) || error.concernsAll) throw error;
    return { reason: VERIFIER_SILENT, detail: error.message.slice(0, SHOWN) };
  }
}

/** The exam of a question: another seed than the question's own order. */
export function examOf(question: Question, seed: number): Exam {
  const { options, answer, caption = '' } = question;
  const order = shuffled(`verify ${seed}`, question.id, options);
  const turned = order.map((i) => options[i] ?? '');
  const asked = options.length === 0 ? [] : [...turned, UNDECIDED];
  const right = options.length === 0 ? answer : letterOf(order.indexOf(answer.charCodeAt(0) - 65));
  const lines = asked.map((text, i) => `${letterOf(i)}. ${text}`);
  const end =
    options.length === 0
      ? 'End with a line of the form `Answer: X`, where X is the answer alone, as short as it can be.'
      : `Take ${letterOf(asked.length - 1)} if the description does not decide it. End with a line of the form \`Answer: X\`, where X is the letter of one option.`;
  const text = [
    `Description of an image:\n"""\n${caption}\n"""`,
    `Answer the question about the image from the description alone.`,
    [question.question, ...lines].join('\n'),
    end,
  ].join('\n\n');
  return {
    options: asked,
    answer: right,
    request: {
      messages: [{ role: 'user', parts: [{ type: 'text', text }] }],
      maxTokens: MAX_TOKENS,
      temperature: 0,
    },
  };
}
