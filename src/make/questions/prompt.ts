import { QUESTION_KINDS, type QuestionRecipe } from '../../language';
import type { ChatRequest } from '../../protocol';

/** Part of the question file's name: questions of another prompt are other questions. */
export const PROMPT_VERSION = 1;

/** What is asked for of one caption. */
export interface Wish {
  readonly caption: string;
  /** One a question. */
  readonly kinds: readonly string[];
}

const SYSTEM =
  'You write multiple-choice questions that test whether somebody sees an image well. You are given a careful description of the image instead of the image.';

const RULES = [
  'It can be answered from the image alone, and the description decides its answer beyond doubt.',
  'It cannot be answered without the image: not by common sense, and not from the words of the question or the options.',
  'It has exactly four options, one of them right. The wrong ones are plausible for such an image and certainly wrong by the description.',
  'All options are of the same form and about the same length. None speaks of other options, such as "all of the above".',
  'It speaks of the image and never of a description, caption or text that was given.',
] as const;

/** The words by which a kind is asked for: a known kind's own, else the name as it is. */
export const kindWords = (kind: string): string =>
  Object.hasOwn(QUESTION_KINDS, kind)
    ? `${kind} - ${QUESTION_KINDS[kind as keyof typeof QUESTION_KINDS]}`
    : kind;

/** The text that a writer is sent about one caption. */
export function writerPrompt({ caption, kinds }: Wish, { prompt }: Pick<QuestionRecipe, 'prompt'>): string {
  const kind = [...new Set(kinds)].join(', ');
  if (prompt !== undefined) return fill(prompt, { caption, kind, count: String(kinds.length) });
  const wanted =
    kinds.length === 1
      ? `Write one question of this kind:\n${kindWords(kinds[0] ?? '')}`
      : `Write ${kinds.length} different questions, one of each of these kinds, in this order:\n${kinds.map((one, i) => `${i + 1}. ${kindWords(one)}`).join('\n')}`;
  return [
    `Description of the image:\n"""\n${caption}\n"""`,
    wanted,
    `For every question:\n${RULES.map((rule) => `- ${rule}`).join('\n')}`,
    'Answer with JSON: {"questions": [{"kind": "...", "question": "...", "options": {"A": "...", "B": "...", "C": "...", "D": "..."}, "answer": "the letter of the right option"}]}',
  ].join('\n\n');
}

/** In one pass, so that a caption which holds `{kind}` stays as it is. */
const fill = (template: string, values: Readonly<Record<'caption' | 'kind' | 'count', string>>): string =>
  template.replace(/\{(caption|kind|count)\}/gu, (_, name: 'caption' | 'kind' | 'count') => values[name]);

const TEXT = { type: 'string' } as const;
const SCHEMA = {
  type: 'object',
  additionalProperties: false,
  required: ['questions'],
  properties: {
    questions: {
      type: 'array',
      items: {
        type: 'object',
        additionalProperties: false,
        required: ['kind', 'question', 'options', 'answer'],
        properties: {
          kind: TEXT,
          question: TEXT,
          options: {
            type: 'object',
            additionalProperties: false,
            required: ['A', 'B', 'C', 'D'],
            properties: { A: TEXT, B: TEXT, C: TEXT, D: TEXT },
          },
          answer: { type: 'string', enum: ['A', 'B', 'C', 'D'] },
        },
      },
    },
  },
} as const;

/** The request for a caption's questions; `attempt` (from 0) asks for another reply. */
export function writerRequest(
  text: string,
  recipe: QuestionRecipe,
  seed: number,
  attempt: number,
): ChatRequest {
  return {
    messages: [
      // A prompt of one's own says all itself.
      ...(recipe.prompt === undefined
        ? [{ role: 'system' as const, parts: [{ type: 'text' as const, text: SYSTEM }] }]
        : []),
      { role: 'user', parts: [{ type: 'text', text }] },
    ],
    maxTokens: recipe.max_tokens,
    temperature: recipe.temperature,
    seed: seed + attempt,
    schema: { name: 'questions', schema: SCHEMA },
  };
}
