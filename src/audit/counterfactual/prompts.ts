import { listsOptions } from '../../data';
import type { Arm, ChatMessage, ChatPart } from '../../protocol';

/** Said behind every question, unless a request brings its own: our grading reads boxes first. */
export const FORMAT_PROMPT = 'Think step by step, then put the final answer in \\boxed{}.';

/** What the arms of an item are made of. */
export interface Asked {
  readonly question: string;
  /** In letter order, without letters. */
  readonly options: readonly string[];
  /** Image files. */
  readonly images: readonly string[];
  readonly caption?: string;
}

const MARKS = /<image(?:_\d+|\s*\d+)?>/gi;

/** The question with its options, as every arm asks it: image marks of the data are gone, options have letters. */
export function questionText({ question, options }: Asked): string {
  const plain = question.replace(MARKS, ' ').trim();
  // Some benchmarks write the options into the question already.
  const listed = options.length === 0 || listsOptions(plain, options);
  return listed ? plain : [plain, ...options.map((text, i) => `${letterOf(i)}. ${text}`)].join('\n');
}

const letterOf = (i: number): string => String.fromCharCode(65 + (i % 26));

/**
 * What a model is asked in an arm. `description`: the reference description, or the model's own. Without the image the
 * model is told so: it should not talk about one that it cannot see.
 */
export function armMessages(
  arm: Arm,
  item: Asked,
  prompt: string,
  description?: string,
): readonly ChatMessage[] {
  const question = questionText(item);
  const described =
    description === undefined || description.trim() === ''
      ? []
      : [`Description of the ${item.images.length > 1 ? 'images' : 'image'}:\n${description.trim()}`];
  const withImage = arm === 'image' || arm === 'both';
  const blind = withImage
    ? []
    : described.length > 0
      ? ['The image itself is not shown; answer from its description.']
      : ['The image is not shown; answer as well as you can without it.'];
  const text = [...described, ...blind, question, ...(prompt === '' ? [] : [prompt])].join('\n\n');
  return [user([...(withImage ? pictures(item) : []), { type: 'text', text }])];
}

/**
 * Asks for the model's own description: it knows the question, so that it looks at what matters, and not the options,
 * and must not answer.
 */
export function describeMessages(item: Asked): readonly ChatMessage[] {
  const question = item.question.replace(MARKS, ' ').trim();
  const text =
    `Somebody who cannot see the image will have to answer this question:\n\n${question}\n\n` +
    'Describe the image for them: everything in it that could matter, with all texts, numbers, labels, colours, ' +
    'counts and positions as you see them. Do not answer the question and do not calculate anything.';
  return [user([...pictures(item), { type: 'text', text }])];
}

const user = (parts: readonly ChatPart[]): ChatMessage => ({ role: 'user', parts });
const pictures = ({ images }: Asked): readonly ChatPart[] =>
  images.map((file) => ({ type: 'image' as const, file }));
