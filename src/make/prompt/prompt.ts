import { listsOptions } from '../../data';
import type { ChatMessage, ChatPart, MakeArm } from '../../protocol';
import { letterOf } from '../../rewards';
import type { Question } from '../types';

/** Part of the answer files' names: answers to another wording are other answers. */
export const PROMPT_VERSION = 1;

const MARKS = /[ \t]*<image>[ \t]*/g;

const LETTER =
  'Think first if it helps. If you are not sure, take the option that is most likely. End with a line of the form `Answer: X`, where X is the letter of one option.';
const OPEN =
  'Think first if it helps. If you are not sure, give the answer that is most likely. End with a line of the form `Answer: X`, where X is the answer alone, as short as it can be.';

type Asked = Pick<Question, 'question' | 'options' | 'images' | 'caption'>;

/**
 * The arms in which a question can be asked: one without an image has nothing to be seen and nothing that a caption could
 * stand for, so that only the blind arm is left; one without a caption has no caption arm, and a model that takes no
 * images no image arm. An arm that is not asked has no answer, and `keep` sees NULL there.
 */
export function armsFor({ images, caption }: Asked, sees = true): readonly MakeArm[] {
  if (images.length === 0) return ['neither'];
  const described = caption !== undefined && caption.trim() !== '';
  return [...(sees ? (['image'] as const) : []), ...(described ? (['description'] as const) : []), 'neither'];
}

/** What every arm asks, to the letter: the question without image marks, its options with letters, and how to answer. */
export function askedText({ question, options }: Asked): string {
  const plain = question.replace(MARKS, ' ').trim();
  const lines = listsOptions(question, options) ? [] : options.map((text, i) => `${letterOf(i)}. ${text}`);
  return `${[plain, ...lines].join('\n')}\n\n${options.length > 0 ? LETTER : OPEN}`;
}

/**
 * What a model is asked under an arm. The arms differ in what stands before the same text, and in nothing else: the
 * images, the caption, or nothing.
 */
export function messagesFor(arm: MakeArm, question: Asked): readonly ChatMessage[] {
  const parts: readonly ChatPart[] = [...given(arm, question), { type: 'text', text: askedText(question) }];
  return [{ role: 'user', parts }];
}

function given(arm: MakeArm, { images, caption = '' }: Asked): readonly ChatPart[] {
  switch (arm) {
    case 'image':
      return images.map((file) => ({ type: 'image', file }));
    case 'description':
      return [
        {
          type: 'text',
          text: `Description of the ${images.length > 1 ? 'images' : 'image'}:\n${caption.trim()}\n\n`,
        },
      ];
    case 'neither':
      return [];
  }
}
