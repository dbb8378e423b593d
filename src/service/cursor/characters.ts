/** Character codes and the small questions that both scanners ask of a line. */
export const TAB = 9;
export const NEWLINE = 10;
export const RETURN = 13;
export const SPACE = 32;
export const HASH = 35;
export const COLON = 58;
export const DASH = 45;

export const isBlank = (code: number): boolean => code === SPACE || code === TAB;
/** The end of a line or of the text (`charCodeAt` is then NaN). */
export const isEnd = (code: number): boolean => code === NEWLINE || code === RETURN || Number.isNaN(code);

/** A tab stands for the two columns of a level: what pure tabs and pure spaces mean then agrees. */
const TAB_WIDTH = 2;

export function columnAfter(column: number, code: number): number {
  return code === TAB ? column + TAB_WIDTH - (column % TAB_WIDTH) : column + 1;
}

/** The column of an offset of a line. */
export function columnOf(text: string, lineStart: number, offset: number): number {
  let column = 0;
  for (let i = lineStart; i < offset; i++) column = columnAfter(column, text.charCodeAt(i));
  return column;
}

export function skipBlanks(text: string, from: number): number {
  let at = from;
  while (isBlank(text.charCodeAt(at))) at++;
  return at;
}

export function lineEnd(text: string, from: number): number {
  let at = from;
  while (!isEnd(text.charCodeAt(at))) at++;
  return at;
}

/** White space that puts another line's text under the one at `offset`. */
export const indentationOf = (text: string, lineStart: number, offset: number): string =>
  text.slice(lineStart, offset).replaceAll(/[^\t]/g, ' ');

/** Where a plain scalar that holds `from` ends on its line: before a comment and the blanks in front of it. */
export function plainEnd(text: string, from: number, least: number): number {
  let end = from;
  for (let at = from; !isEnd(text.charCodeAt(at)); at++) {
    const code = text.charCodeAt(at);
    if (code === HASH && at > from && isBlank(text.charCodeAt(at - 1))) break;
    if (!isBlank(code)) end = at + 1;
  }
  return Math.max(end, least);
}

/** Whether a comment begins in [from, to): text in quotes is not asked about here. */
export function hasComment(text: string, from: number, to: number): boolean {
  for (let at = text.indexOf('#', from); at >= 0 && at < to; at = text.indexOf('#', at + 1)) {
    if (at === from || isBlank(text.charCodeAt(at - 1))) return true;
  }
  return false;
}

/** The offset behind the closing quote, or nothing when it is not closed before `limit`. */
export function closingQuote(text: string, open: number, limit: number): number | undefined {
  const mark = text[open];
  for (let at = open + 1; at < limit; at++) {
    const one = text[at];
    if (one === '\\' && mark === '"') at++;
    else if (one === mark) {
      if (mark === "'" && text[at + 1] === mark) at++;
      else return at + 1;
    }
  }
  return undefined;
}

/**
 * Where text that began in a block of the given column must have ended at the latest: at the first line that is
 * indented no deeper. A line that begins with a closing bracket may stand there all the same.
 */
export function outerLine(text: string, from: number, column: number): number {
  let at = lineEnd(text, from);
  while (at < text.length) {
    const start = text.charCodeAt(at) === RETURN && text.charCodeAt(at + 1) === NEWLINE ? at + 2 : at + 1;
    const content = skipBlanks(text, start);
    const code = text.charCodeAt(content);
    if (Number.isNaN(code)) return text.length;
    if (!isEnd(code) && columnOf(text, start, content) <= column && !'}],'.includes(text[content] ?? '')) {
      return start;
    }
    at = lineEnd(text, content);
  }
  return text.length;
}
