import { UserError } from '../errors';

/** Renders the question into the curriculum's prompt. */
export type PromptTemplate = (content: string) => string;

const TAG = /\{\{(.*?)\}\}|\{%.*?%\}|\{#.*?#\}/gs;
const SUPPORTED = '`{{ content }}`, `{{ content | trim }}` and comments';

/**
 * The part of Jinja that format prompts use: text with `{{ content }}`, comments, and white space control (`{{-`,
 * `-}}`). As Jinja does, one newline at the end of the file is dropped. Anything else is refused rather than trained
 * on as literal text; so is a template without the question.
 */
export function parseTemplate(text: string, file: string): PromptTemplate {
  const parts: (string | { readonly trim: boolean })[] = [];
  let from = 0;
  let hasContent = false;
  let trimNext = false;
  const literal = (raw: string, trimEnd: boolean): void => {
    const start = trimNext ? raw.trimStart() : raw;
    parts.push(trimEnd ? start.trimEnd() : start);
  };
  for (const match of text.matchAll(TAG)) {
    const [tag, expression] = match;
    literal(text.slice(from, match.index), tag.charAt(2) === '-');
    trimNext = tag.at(-3) === '-';
    from = match.index + tag.length;
    if (tag.startsWith('{#')) continue;
    const found = /^-?\s*content\s*(\|\s*trim\s*)?-?$/.exec(expression ?? '');
    if (found === null) {
      const line = text.slice(0, match.index).split('\n').length;
      throw new UserError(`${file}:${line}: \`${tag.slice(0, 60)}\` is not supported in a prompt`, {
        hint: `The embedded engine understands ${SUPPORTED}.`,
      });
    }
    hasContent = true;
    parts.push({ trim: found[1] !== undefined });
  }
  literal(text.slice(from).replace(/\r?\n$/, ''), false);
  if (!hasContent)
    throw new UserError(`${file} has no \`{{ content }}\`: the question would be left out`, {
      hint: 'Write `{{ content | trim }}` where the question belongs.',
    });
  return (content) =>
    parts.map((part) => (typeof part === 'string' ? part : part.trim ? content.trim() : content)).join('');
}
