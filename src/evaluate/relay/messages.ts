import { isObject } from '../../data';
import type { PromptTemplate } from '../../engines';

/** Where an image stands between the texts of a message, as in the rows that a model is trained on. */
const IMAGE = '<image>';

/**
 * A chat request with the prompt of the curriculum around the last question, as in training: the texts of the message
 * are one text with a placeholder for each image, the template is applied to it, and the images go back to their
 * places. `model` is what the server calls the model. A request in another form is passed on as it is.
 */
export function withPrompt(body: unknown, template: PromptTemplate | undefined, model: string): unknown {
  if (!isObject(body)) return body;
  const named = { ...body, model };
  const { messages } = body;
  if (template === undefined || !Array.isArray(messages)) return named;
  const at = messages.findLastIndex((message) => isObject(message) && message.role === 'user');
  const message: unknown = messages[at];
  if (!isObject(message)) return named;
  const content = contentWith(message.content, template);
  return { ...named, messages: messages.with(at, { ...message, content }) };
}

function contentWith(content: unknown, template: PromptTemplate): unknown {
  if (typeof content === 'string') return template(content);
  if (!Array.isArray(content)) return content;
  const others = content.filter((part) => textOf(part) === undefined) as readonly unknown[];
  // A placeholder that a benchmark's own text holds is not ours: nothing may move into it.
  const texts = content.map((part) => textOf(part)?.replaceAll(IMAGE, '< image >') ?? IMAGE);
  const pieces = template(texts.join('')).split(IMAGE);
  // The template repeats or drops the question: images stay before the text then.
  if (pieces.length !== others.length + 1) return [...others, textPart(pieces.join(''))];
  return pieces.flatMap((piece, index) => [
    ...(piece === '' ? [] : [textPart(piece)]),
    ...(index < others.length ? [others[index]] : []),
  ]);
}

const textPart = (text: string) => ({ type: 'text', text });

const textOf = (part: unknown): string | undefined =>
  isObject(part) && part.type === 'text' && typeof part.text === 'string' ? part.text : undefined;
