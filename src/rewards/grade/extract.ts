import { findBoxes } from './boxed';

/** Where in the response the answer was found, strictest first. */
export const SOURCES = {
  boxed: 'the last closed \\boxed{...}',
  tag: 'the last <answer>...</answer>',
  phrase: 'what follows the last "answer is", "answer:" or "####" on its line',
  letter: 'a lone letter after a colon at the end',
  whole: 'the whole response, being one short line',
} as const;
export type AnswerSource = keyof typeof SOURCES;

export interface ExtractedAnswer {
  readonly text: string;
  readonly source: AnswerSource;
}

/** Fallbacks read only this many characters from the end: an answer stands there, and hostile text stays cheap. */
const TAIL = 2_000;
/** A longer line is prose, not an answer. */
const SHORT = 120;

/**
 * The final answer of a response. Without a box the fallbacks of `SOURCES` are tried in order; words in the middle
 * of prose are never taken, so that "I see a dog" is no vote for option A. `undefined`: no answer given.
 */
export function extractAnswer(response: string, boxes = findBoxes(response)): ExtractedAnswer | undefined {
  if (boxes.last !== undefined) return { text: boxes.last, source: 'boxed' };
  const tail = response.slice(-TAIL);
  const spoken = afterThinking(tail);
  const tagged = lastTag(spoken);
  if (tagged !== undefined) return { text: tagged, source: 'tag' };
  const phrase = lastPhrase(spoken);
  if (phrase !== undefined) return { text: phrase, source: 'phrase' };
  const line = spoken.slice(spoken.lastIndexOf('\n', spoken.trimEnd().length - 1) + 1).trim();
  const letter = /:\s{0,4}(\(?[A-Z]\)?)\.?$/.exec(line);
  if (letter?.[1] !== undefined) return { text: letter[1], source: 'letter' };
  const whole = spoken.trim();
  if (response.length <= TAIL && whole !== '' && whole.length <= SHORT && !whole.includes('\n')) {
    return { text: whole, source: 'whole' };
  }
  return undefined;
}

function afterThinking(text: string): string {
  const end = text.lastIndexOf('</think>');
  return end < 0 ? text : text.slice(end + '</think>'.length);
}

function lastTag(text: string): string | undefined {
  const close = text.lastIndexOf('</answer>');
  if (close < 0) return undefined;
  const open = text.lastIndexOf('<answer>', close);
  return open < 0 ? undefined : text.slice(open + '<answer>'.length, close).trim();
}

const PHRASE = /\banswer\b[*_\s]{0,4}(?:is|:|=)[*_\s:]{0,4}|####[ \t]{0,4}/gi;

function lastPhrase(text: string): string | undefined {
  let end: number | undefined;
  for (const match of text.matchAll(PHRASE)) end = match.index + match[0].length;
  if (end === undefined) return undefined;
  const line = /^[^\n]*/.exec(text.slice(end))?.[0] ?? '';
  // The sentence ends at a stop followed by a space: "is 3.5 cm. So ..." keeps 3.5.
  const sentence = line.split(/[.;](?=\s)/, 1)[0] ?? '';
  const answer = sentence.replace(/[*_\s]{1,8}$/, '').trim();
  return answer === '' || answer.length > SHORT ? undefined : answer;
}
