import { showNumber } from '../../language';

/**
 * Hovers are Markdown, and much of what they show was written by others: dataset rows, file names, ids. Such text
 * goes through `code`, `plain` or `fence`, none of which it can break out of.
 */

/** What moves the cursor, reorders or hides text: controls, direction marks, separators, invisible characters. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;
const UNSEEN_IN_BLOCK = /[^\S\n ]|[\p{Cc}\p{Cf}\p{Cs}]/gu;
const MARK = '\uFFFD';

/** Longest text shown on a line, in a line of a block, and of a block. */
const MOST = { inline: 160, words: 480, line: 160, block: 2400 } as const;

/** The first characters of a text, never half of one, with an ellipsis where something was left out. */
export function cut(text: string, most: number): string {
  if (text.length <= most) return text;
  const end = /[\uD800-\uDBFF]/u.test(text.charAt(most - 1)) ? most - 1 : most;
  return `${text.slice(0, end)}…`;
}

const longestRun = (text: string): number =>
  [...text.matchAll(/`+/gu)].reduce((most, [run]) => Math.max(most, run.length), 0);

/** A short text as inline code. */
export function code(text: string): string {
  const line = cut(text, MOST.inline).replace(/\s+/gu, ' ').replace(UNSEEN, MARK).trim();
  if (line === '') return '(empty)';
  const ticks = '`'.repeat(longestRun(line) + 1);
  const pad = line.startsWith('`') || line.endsWith('`') ? ' ' : '';
  return `${ticks}${pad}${line}${pad}${ticks}`;
}

/** A text as running words: nothing in it is markup, a link or an address that an editor would make one. */
export const plain = (text: string): string =>
  cut(text, MOST.words)
    .replace(/\s+/gu, ' ')
    .replace(UNSEEN, MARK)
    .trim()
    .replace(/[\\`*_{}[\]|~:@^$]|^[-+#=]|(?<=^\d{1,9})[.)]|(?<=www)\./giu, '\\$&')
    .replace(/&/gu, '&amp;')
    .replace(/</gu, '&lt;')
    .replace(/>/gu, '&gt;');

/** Lines as a block of code, whose fence is longer than any run of backticks in them. */
export function fence(text: string, language = 'text'): string {
  const shown = cut(text, MOST.block)
    .replace(/\r\n?/gu, '\n')
    .replace(UNSEEN_IN_BLOCK, (unseen) => (unseen === '\n' ? '\n' : unseen === '\t' ? '  ' : MARK))
    .split('\n')
    .map((line) => cut(line, MOST.line))
    .join('\n');
  const ticks = '`'.repeat(Math.max(3, longestRun(shown) + 1));
  return `${ticks}${language}\n${shown}\n${ticks}`;
}

/** A link whose text is ours and whose address was made by `uriOf` or is ours. */
export const link = (text: string, address: string): string =>
  `[${text}](<${address.replace(/[<>\s\\]/gu, encodeURIComponent)}>)`;

/** Paragraphs one under another; absent ones are left out. */
export const paragraphs = (parts: readonly (string | undefined)[]): string =>
  parts.filter((part) => part !== undefined && part !== '').join('\n\n');

const MOST_NAMES = 12;

/** Names in code behind one another, the middle of a long list left out. */
export function names(all: readonly string[], separator = ', '): string {
  const half = MOST_NAMES / 2;
  const shown =
    all.length > MOST_NAMES + 1
      ? [...all.slice(0, half).map(code), '…', ...all.slice(-half).map(code)]
      : all.map(code);
  return shown.join(separator);
}

/** Points one under another. */
export const points = (lines: readonly string[]): string | undefined =>
  lines.length === 0 ? undefined : lines.map((line) => `- ${line}`).join('\n');

/** `3,291`, and `1 row` or `3,291 rows` with a word. */
export function count(value: number, word?: string): string {
  const number = value.toLocaleString('en-US');
  return word === undefined ? number : `${number} ${word}${value === 1 ? '' : 's'}`;
}

/** A value of the curriculum as one would write it, in code. */
export function valueCode(value: unknown): string {
  if (typeof value === 'string') return code(value);
  if (typeof value === 'number') return code(showNumber(value));
  return code(JSON.stringify(value ?? null));
}
