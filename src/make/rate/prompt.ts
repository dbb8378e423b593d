import { listsOptions, readRegularText } from '../../data';
import { parseTemplate, type PromptTemplate } from '../../engines';
import type { Curriculum } from '../../language';
import type { ChatMessage, ChatPart } from '../../protocol';
import { IMAGE_MARK } from '../../results';
import { letterOf } from '../../rewards';
import { MakeError } from '../error';
import { trainedText } from '../prompt';
import type { Question } from '../types';

/** Part of the rate files' names: rollouts of another prompt are of another difficulty. */
export const RATE_PROMPT_VERSION = 2;

/** Makes the messages that training would show of a row, in the curriculum's own prompt. */
export type RolloutPrompt = (question: Question) => readonly ChatMessage[];

export interface OpenPrompt {
  /** Text of the template; empty without one. */
  readonly text: string;
  readonly messages: RolloutPrompt;
}

/**
 * The prompt of training: the question with its options in the curriculum's template, images where it has marks for
 * them, no system message and no word of ours. Rejects with a `MakeError` when there is no such file, or when its
 * template is beyond our part of Jinja: a pass rate under another prompt would be of another task.
 */
export async function openPrompt({ prompt }: Pick<Curriculum, 'prompt'>): Promise<OpenPrompt> {
  const text = prompt === undefined ? '' : await textOf(prompt);
  const template = prompt === undefined ? undefined : templateOf(text, prompt);
  return { text, messages: (question) => [{ role: 'user', parts: partsOf(question, template) }] };
}

async function textOf(file: string): Promise<string> {
  const found = await readRegularText(file);
  if (found.kind === 'text') return found.text;
  throw new MakeError(
    `The prompt ${file} ${found.kind === 'missing' ? 'does not exist' : `cannot be read: ${found.reason}`}.`,
    'Correct `prompt:` of the curriculum.',
  );
}

function templateOf(text: string, file: string): PromptTemplate {
  try {
    return parseTemplate(text, file);
  } catch (error) {
    if (!(error instanceof Error) || error.name !== 'UserError') throw error;
    throw new MakeError(
      `Pass rates need the prompt that is trained with, and it cannot be rendered here: ${error.message}.`,
      'Use `{{ content }}` or `{{ content | trim }}` and nothing else of Jinja in the prompt.',
    );
  }
}

/**
 * What the row of the training file will say, as the TRL runner asks it: where marks do not fit the images they are left
 * out, and all images come first.
 */
function partsOf(row: Question, template: PromptTemplate | undefined): readonly ChatPart[] {
  const { options, images } = row;
  const question = trainedText(row);
  const lines = listsOptions(question, options)
    ? ''
    : options.map((option, i) => `\n${letterOf(i)}. ${option}`).join('');
  const render = (asked: string): string => {
    const content = asked.trim() + lines;
    return template === undefined ? content : template(content).trim();
  };
  const pieces = render(question).split(IMAGE_MARK);
  if (images.length === 0 || pieces.length !== images.length + 1) {
    const text = render(question.replaceAll(IMAGE_MARK, '')).replaceAll(IMAGE_MARK, ' ');
    return [...images.map((file): ChatPart => ({ type: 'image', file })), { type: 'text', text }];
  }
  return pieces.flatMap((piece, i): readonly ChatPart[] => {
    const file = images[i - 1];
    return [
      ...(file === undefined ? [] : [{ type: 'image' as const, file }]),
      ...(piece === '' ? [] : [{ type: 'text' as const, text: piece }]),
    ];
  });
}
