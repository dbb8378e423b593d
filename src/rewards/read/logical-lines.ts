/** A statement's line of a Python file: lines that brackets, texts or a backslash join are one. */
export interface LogicalLine {
  /** Offsets of its first character that is no space, and behind its last. */
  readonly start: number;
  readonly end: number;
  /** Columns that it is indented by; a tab goes to the next eighth column. */
  readonly indent: number;
}

const PART = /"""|'''|["'#\n()[\]{}\\]/gu;
/** Begins no line inside brackets: where it stands at the margin, a bracket above was left open. */
const STATEMENT = /(?:(?:async[ \t]+)?def|class|import)[ \t]/uy;

/** The logical lines of a text, in order, without blank lines and comments. Text that is no Python gives some, too. */
export function* logicalLines(text: string): Generator<LogicalLine> {
  let at = text.startsWith('\uFEFF') ? 1 : 0;
  while (at < text.length) {
    const { start, indent } = skipSpaces(text, at);
    const end = endOf(text, start);
    const first = text[start];
    if (start < end && first !== '#') yield { start, end, indent };
    at = end + 1;
  }
}

function skipSpaces(text: string, from: number): { readonly start: number; readonly indent: number } {
  let indent = 0;
  for (let at = from; ; at++) {
    const char = text[at];
    if (char === ' ') indent += 1;
    else if (char === '\t') indent += 8 - (indent % 8);
    else if (char === '\f') indent = 0;
    else if (char !== '\r') return { start: at, indent };
  }
}

/** The offset of the line break that ends the line which begins at `from`, or the text's end. */
function endOf(text: string, from: number): number {
  let depth = 0;
  PART.lastIndex = from;
  for (let part = PART.exec(text); part !== null; part = PART.exec(text)) {
    const [mark] = part;
    if (mark === '\n') {
      STATEMENT.lastIndex = part.index + 1;
      if (depth === 0 || STATEMENT.test(text)) return part.index;
    } else if (mark === '#') {
      const end = text.indexOf('\n', part.index);
      PART.lastIndex = end < 0 ? text.length : end;
    } else if (mark === '\\') {
      PART.lastIndex = part.index + (text.startsWith('\r\n', part.index + 1) ? 3 : 2);
    } else if ('([{'.includes(mark)) depth += 1;
    else if (')]}'.includes(mark)) depth = Math.max(0, depth - 1);
    else PART.lastIndex = textEnd(text, part.index);
  }
  return text.length;
}

/** The offset behind a text in quotes that begins at `from`; one that nothing ends goes to its line's end. */
export function textEnd(text: string, from: number): number {
  const first = text.charAt(from);
  const isLong = text.startsWith(first.repeat(3), from);
  const close = isLong ? first.repeat(3) : first;
  for (let at = from + close.length; at < text.length; at++) {
    const char = text[at];
    if (char === '\\') at += text.startsWith('\r\n', at + 1) ? 2 : 1;
    else if (!isLong && char === '\n') return at;
    else if (char === first && text.startsWith(close, at)) return at + close.length;
  }
  return text.length;
}
