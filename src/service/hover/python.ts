/** A function of a Python file as its text gives it. */
export interface PythonFunction {
  /** From `def` to the colon, on as many lines as it was written. */
  readonly head: string;
  /** The first paragraph of the docstring. */
  readonly doc?: string;
  /** Counted from 1. */
  readonly line: number;
}

const LONGEST_HEAD = 2000;

/** The function of a name at the top of a Python file. Nothing is imported or run. */
export function functionIn(text: string, name: string): PythonFunction | undefined {
  const start = new RegExp(String.raw`^(?:async[ \t]+)?def[ \t]+${escape(name)}[ \t]*\(`, 'mu').exec(text);
  if (start === null) return undefined;
  const end = headEnd(text, start.index + start[0].length);
  if (end === undefined) return undefined;
  const doc = docstring(text.slice(end));
  return {
    head: text.slice(start.index, end).replace(/\r\n?/gu, '\n'),
    line: text.slice(0, start.index).split('\n').length,
    ...(doc === undefined ? {} : { doc }),
  };
}

const escape = (name: string): string => name.replace(/[^\p{L}\p{N}_]/gu, '\\$&');

/** The offset behind the colon that ends the head: the first outside of brackets, texts and comments. */
function headEnd(text: string, from: number): number | undefined {
  let depth = 1;
  const parts = /'''|"""|'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"|#[^\n]*|[()[\]{}:]/gu;
  parts.lastIndex = from;
  for (let part = parts.exec(text); part !== null; part = parts.exec(text)) {
    const [mark] = part;
    if (part.index - from > LONGEST_HEAD || mark === "'''" || mark === '"""') return undefined;
    if ('([{'.includes(mark)) depth++;
    else if (')]}'.includes(mark)) depth--;
    else if (mark === ':' && depth === 0) return part.index + 1;
  }
  return undefined;
}

function docstring(body: string): string | undefined {
  const found = /^[ \t]*(?:#[^\n]*)?(?:\r?\n[ \t]*)+[rRuU]?("""|'''|"|')/u.exec(body);
  if (found === null) return undefined;
  const start = found[0].length;
  const end = body.indexOf(found[1] ?? '', start);
  if (end < 0) return undefined;
  const [first = ''] = body
    .slice(start, end)
    .trim()
    .split(/\n[ \t\r]*\n/u);
  return first === '' ? undefined : first.replace(/\s+/gu, ' ');
}
