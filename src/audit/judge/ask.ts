import type { ChatClient } from '../../endpoints';
import type { ChatMessage, ChatRequest } from '../../protocol';
import { oneObject } from './answer';
import { judgePrompt, type JudgeItem } from './prompt';
import { checkAnswer, JUDGE_SCHEMA } from './schema';
import { sentenceCount, traceOf } from './trace';
import type { JudgePass } from './types';

/** Readings of an item; the second sees all in turned order. */
export const PASSES = 2;
/** Answers asked for in a pass before it counts as invalid. */
const ATTEMPTS = 2;
export const MAX_TOKENS = 2_048;
const KEPT_TEXT = 2_000;

/** Asks for one reading of an item. Rejects as the client does; an answer out of form is asked again, once. */
export async function askPass(
  item: JudgeItem,
  pass: number,
  client: ChatClient,
  signal?: AbortSignal,
): Promise<JudgePass> {
  const trace = traceOf(item);
  let fault: string | undefined;
  let text = '';
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const { itemId, messages } = judgePrompt(item, trace, pass, fault);
    const reply = await client.ask(requestOf(messages, pass), signal);
    const [answer] = reply.answers;
    text = answer?.text ?? '';
    const value = oneObject(text);
    const checked = typeof value === 'string' ? value : checkAnswer(value, itemId, sentenceCount(trace));
    if (typeof checked !== 'string') return { answer: checked };
    fault = answer?.truncated === true ? `${checked} (the reply was cut off)` : checked;
  }
  return { invalid: fault ?? 'no reply', text: text.slice(0, KEPT_TEXT) };
}

export const requestOf = (messages: readonly ChatMessage[], pass: number): ChatRequest => ({
  messages,
  maxTokens: MAX_TOKENS,
  temperature: 0,
  seed: pass + 1,
  schema: { name: 'verdict', schema: JUDGE_SCHEMA },
});
