import { oneEdit, type Fix, type FixContext, type Fixer } from '../fix';
import { improving } from '../write/improving';
import { lineEnd, lineStart, nextLine, spanOf } from '../write/text';

/** The piece of a line behind an offset that is no comment. */
function codeEnd(text: string, offset: number): number {
  const end = lineEnd(text, offset);
  const comment = /\s#/u.exec(text.slice(offset, end));
  return offset + text.slice(offset, comment === null ? end : offset + comment.index).trimEnd().length;
}

const insert = ({ spot }: FixContext, at: number, text: string, title: string): Fix[] =>
  oneEdit(title, { span: spanOf(spot.source, at), text });

const cut = ({ spot }: FixContext, start: number, end: number, text: string, title: string): Fix[] =>
  oneEdit(title, { span: spanOf(spot.source, start, end), text });

/** SC101: whatever single stroke makes the line YAML. */
export const punctuation: Fixer = (context) => {
  const { spot } = context;
  const { text } = spot.source;
  const { start } = spot;
  const from = lineStart(text, start);
  const end = codeEnd(text, from);
  const character = text.charAt(start);
  const colon = /^([ \t-]*[\w.-]+):(?=[^\s:])/u.exec(text.slice(from, end));
  const value = valueStart(text, from, start);
  return improving(context, [
    ...(character === '#' ? insert(context, start, ' ', 'Put a space before the `#`') : []),
    ...(text.charAt(start) === ':' ? insert(context, start + 1, ' ', 'Put a space after the colon') : []),
    ...(text.charAt(start - 1) === ':' ? insert(context, start, ' ', 'Put a space after the colon') : []),
    ...(colon === null ? [] : insert(context, from + colon[0].length, ' ', 'Put a space after the colon')),
    ...(character === '\\' ? insert(context, start, '\\', 'Write the backslash twice') : []),
    ...(/[\]},]/u.test(character) ? cut(context, start, start + 1, '', `Remove \`${character}\``) : []),
    ...insert(context, gapBehind(text, start), ',', 'Put a comma between the items'),
    ...(/[\w'"]/u.test(character)
      ? insert(context, wordBefore(text, start), ',', 'Put a comma between the items')
      : []),
    ...(value < end && !/['"[{]/u.test(text.charAt(value))
      ? cut(context, value, end, singleQuoted(text.slice(value, end)), 'Put the text into quotes')
      : []),
    // A line that stands too deep reads as part of the one before.
    ...reindented(context, from),
    ...reindented(context, nextLine(text, from)),
  ]).slice(0, 3);
};

const singleQuoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/** Where the value of a line begins: behind its first colon, or its dash. */
function valueStart(text: string, from: number, offset: number): number {
  const key = /^[ \t]*(?:-[ \t]+)*[\w.-]+:[ \t]+/u.exec(text.slice(from, lineEnd(text, from)));
  return key === null || from + key[0].length > offset ? offset : from + key[0].length;
}

/** `a b: c` in braces lacks a comma before the `b`: the end of what stands before the next key. */
function gapBehind(text: string, offset: number): number {
  const before = /^([^,:[\]{}\r\n]*\S)[ \t]+[\w.-]+:/u.exec(text.slice(offset, lineEnd(text, offset)))?.[1];
  return offset + (before?.length ?? 0);
}

const wordBefore = (text: string, offset: number): number => text.slice(0, offset).trimEnd().length;

/** SC102: spaces for all tabs of the indentation, as wide as fits the other lines. */
export const tabs: Fixer = (context) => {
  const { source } = context.spot;
  const lines = [...source.text.matchAll(/^[ \t]*\t[ \t]*(?=\S)/gmu)];
  const fix = (width: number): Fix => ({
    title: 'Replace the tabs of the indentation by spaces',
    edits: lines.map(({ 0: tabbed, index }) => ({
      span: spanOf(source, index, index + tabbed.length),
      text: tabbed.replaceAll('\t', ' '.repeat(width)),
    })),
    safe: true,
  });
  return improving(context, [2, 4, 8].map(fix)).slice(0, 1);
};

/** SC103: the closing quote or bracket where the rest of the text then reads best. */
export const closing: Fixer = (context) => {
  const { spot } = context;
  const { text } = spot.source;
  const open = text.charAt(spot.start);
  const close = CLOSING[open];
  if (close === undefined) return [];
  const isQuote = open === close;
  const title = `Close it with \`${close}\``;
  const end = codeEnd(text, spot.start);
  const at = [end, ...(isQuote ? quoteEnds(text, spot.start + 1, end) : bracketEnds(text, spot.start, end))];
  return improving(
    context,
    at.flatMap((offset) => insert(context, offset, close, title)),
  ).slice(0, 1);
};

const CLOSING: Readonly<Record<string, string>> = { '[': ']', '{': '}', '"': '"', "'": "'" };

/** Before a comma or bracket that a quoted text may have swallowed. */
const quoteEnds = (text: string, from: number, to: number): readonly number[] =>
  [...text.slice(from, to).matchAll(/\s*[,\]}]/gu)].map(({ index }) => from + index);

/** Before an outer bracket of the line, and behind each of the deeper lines below. */
function bracketEnds(text: string, start: number, end: number): readonly number[] {
  const outer = [...text.slice(start + 1, end).matchAll(/\s*[\]}]/gu)].map(({ index }) => start + 1 + index);
  const depth = indentation(text, start);
  const below: number[] = [];
  for (
    let line = nextLine(text, start);
    line < text.length && below.length < 20;
    line = nextLine(text, line)
  ) {
    const isBlank = text.slice(line, lineEnd(text, line)).trim() === '';
    if (!isBlank && indentation(text, line) <= depth) break;
    if (!isBlank) below.push(codeEnd(text, line));
    if (lineEnd(text, line) === text.length) break;
  }
  // The last deeper line is the likeliest.
  return [...below.reverse().slice(0, 4), ...outer.slice(0, 3)];
}

const indentation = (text: string, offset: number): number => {
  const from = lineStart(text, offset);
  return /^[ \t]*/u.exec(text.slice(from, lineEnd(text, from)))?.[0].length ?? 0;
};

/** SC104: the indentation of a line above, or a dash. */
export const indent: Fixer = (context) => {
  const { spot } = context;
  const from = lineStart(spot.source.text, spot.start);
  const at = from + indentation(spot.source.text, from);
  return improving(context, [
    ...reindented(context, from),
    ...insert(context, at, '- ', 'Begin the line with `- `'),
  ]).slice(0, 3);
};

/** The line with the indentation of each of the lines above it, the nearest first. */
function reindented(context: FixContext, from: number): readonly Fix[] {
  const { text } = context.spot.source;
  const own = indentation(text, from);
  const widths: number[] = [];
  for (let line = from; line > 0 && widths.length < 4;) {
    line = lineStart(text, line - 1);
    const content = text.slice(line, lineEnd(text, line));
    const dash = /^[ \t]*(?:-[ \t]+)*/u.exec(content)?.[0].length ?? 0;
    if (content.trim() === '' || content.trimStart().startsWith('#')) continue;
    for (const width of [dash, indentation(text, line)]) {
      if (width !== own && !widths.includes(width)) widths.push(width);
    }
  }
  return widths.flatMap((width) =>
    cut(context, from, from + own, ' '.repeat(width), `Indent the line by ${spaces(width)}`),
  );
}

const spaces = (count: number): string => (count === 1 ? '1 space' : `${count} spaces`);
