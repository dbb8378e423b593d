import { logicalLines, textEnd, type LogicalLine } from './logical-lines';

/** A function that a Python file gives to those who import it, as the text has it. */
export interface PythonFunction {
  readonly name: string;
  /** Offset of the name; its line, counted from 0, and the column there. */
  readonly offset: number;
  readonly line: number;
  readonly column: number;
  /** From `def` to the colon, on as many lines as it was written; `\n` between them. */
  readonly head: string;
  /** What stands between the brackets, on one line. */
  readonly parameters: string;
  /** The first paragraph of its docstring, on one line. */
  readonly doc?: string;
}

/** What a Python file gives a value to at its top, also inside a top-level `if` or `try`. */
export interface PythonModule {
  /** In the order written; of several of one name the last, as in Python. */
  readonly functions: readonly PythonFunction[];
  /** Names of functions, variables and imports. */
  readonly names: ReadonlySet<string>;
  /** After `import *` there may be any other name. */
  readonly hasOthers: boolean;
  /** Text given to a name, where it is written out. */
  readonly texts: ReadonlyMap<string, string>;
}

const NAME = String.raw`[\p{L}_][\p{L}\p{N}_]*`;
const SCOPE = /^(?:(?:async[ \t]+)?def|class)\b/u;
const DEF = new RegExp(
  String.raw`^(?:async[ \t]+)?def[ \t]+(${NAME})[ \t]*(?:\[[^()]{0,200}\][ \t]*)?\(`,
  'u',
);
const ASSIGNED = new RegExp(
  String.raw`^(${NAME}(?:[ \t]*,[ \t]*${NAME}){0,20})[ \t]*(?::[^=\n]{0,80})?=(?!=)`,
  'u',
);
const TEXT_VALUE = new RegExp(
  String.raw`^(${NAME})[ \t]*(?::[^=\n]{0,40})?=[ \t]*(["'])([^"'\n\\]{0,40})\2`,
  'u',
);
const IMPORT = /^(?:from[ \t]+[\w.]{1,200}[ \t]+)?import[ \t(]+([^]{0,20000})$/u;
const IMPORTED = new RegExp(String.raw`(?:\bas[ \t]+)?(${NAME})$`, 'u');
/** Of a line longer than this, only the beginning is looked at. */
const LONGEST = 20_000;
/** Of `package.name as other`. */
const LONGEST_NAME = 300;

/** The functions at the top of a Python file, told by its text alone: nothing is imported or run. */
export const pythonFunctions = (text: string): readonly PythonFunction[] => pythonModule(text).functions;

/** All that the top of a Python file says of names, told by its text alone. Never throws, whatever the text is. */
export function pythonModule(text: string): PythonModule {
  const functions = new Map<string, PythonFunction>();
  const names = new Set<string>();
  const texts = new Map<string, string>();
  const around: { readonly indent: number; readonly isScope: boolean }[] = [];
  const count = lineCounter(text);
  let hasOthers = false;
  for (const line of logicalLines(text)) {
    while ((around.at(-1)?.indent ?? -1) >= line.indent) around.pop();
    const inside = around.at(-1)?.isScope === true;
    const written = text.slice(line.start, Math.min(line.end, line.start + LONGEST));
    around.push({ indent: line.indent, isScope: inside || SCOPE.test(written) });
    if (inside) continue;
    const found = functionAt(text, written, line);
    if (found !== undefined) {
      functions.delete(found.name);
      functions.set(found.name, { ...found, ...count(found.offset) });
      names.add(found.name);
      continue;
    }
    for (const name of ASSIGNED.exec(written)?.[1]?.split(',') ?? []) names.add(name.trim());
    const [, name, , value] = TEXT_VALUE.exec(written) ?? [];
    if (name !== undefined && value !== undefined) texts.set(name, value);
    for (const name of importedNames(written)) {
      if (name === '*') hasOthers = true;
      else names.add(name);
    }
  }
  return { functions: [...functions.values()], names, hasOthers, texts };
}

function importedNames(written: string): readonly string[] {
  return (IMPORT.exec(written)?.[1] ?? '').split(',').flatMap((part) => {
    const name = part
      .replace(/#[^\n]*/gu, '')
      .replace(/[\s()\\;]+/gu, ' ')
      .trim();
    if (name === '*') return [name];
    const local = name.length > LONGEST_NAME ? undefined : IMPORTED.exec(name)?.[1];
    return local === undefined ? [] : [local];
  });
}

function functionAt(
  text: string,
  written: string,
  { start }: LogicalLine,
): Omit<PythonFunction, 'line' | 'column'> | undefined {
  const [opening, name] = DEF.exec(written) ?? [];
  if (opening === undefined || name === undefined) return undefined;
  const head = headOf(written, opening.length);
  if (head === undefined) return undefined;
  const doc = docstring(text, start + head.end);
  return {
    name,
    offset: start + opening.indexOf(name, opening.indexOf('def') + 3),
    head: written.slice(0, head.end).replace(/\r\n?/gu, '\n'),
    parameters: oneLine(written.slice(opening.length, head.close).replace(/#[^\n]*/gu, '')),
    ...(doc === undefined ? {} : { doc }),
  };
}

/** Where the bracket of the parameters closes, and behind the colon that ends the head. */
function headOf(written: string, from: number): { readonly close: number; readonly end: number } | undefined {
  let depth = 1;
  let close: number | undefined;
  const parts = /["'#()[\]{}:]/gu;
  parts.lastIndex = from;
  for (let part = parts.exec(written); part !== null; part = parts.exec(written)) {
    const [mark] = part;
    if (mark === '"' || mark === "'") parts.lastIndex = textEnd(written, part.index);
    else if (mark === '#') parts.lastIndex = lineEnd(written, part.index);
    else if ('([{'.includes(mark)) depth += 1;
    else if (')]}'.includes(mark)) {
      depth -= 1;
      if (depth === 0) close ??= part.index;
    } else if (mark === ':' && depth === 0) return { close: close ?? part.index, end: part.index + 1 };
  }
  return undefined;
}

const lineEnd = (text: string, from: number): number => {
  const end = text.indexOf('\n', from);
  return end < 0 ? text.length : end;
};

const DOC_BEFORE = /[ \t]*(?:(?:#[^\n]*)?\r?\n[ \t]*)*[rRuU]?(?=["'])/uy;

function docstring(text: string, from: number): string | undefined {
  DOC_BEFORE.lastIndex = from;
  const before = DOC_BEFORE.exec(text);
  if (before === null) return undefined;
  const start = from + before[0].length;
  const quotes = /^(?:"""|'''|"|')/u.exec(text.slice(start, start + 3))?.[0].length ?? 1;
  const [first = ''] = text
    .slice(start + quotes, textEnd(text, start) - quotes)
    .trim()
    .split(/\n[ \t\r]*\n/u);
  return oneLine(first) || undefined;
}

const oneLine = (text: string): string => text.replace(/\s+/gu, ' ').trim();

/** Lines and columns of offsets that only grow. */
function lineCounter(text: string): (offset: number) => { readonly line: number; readonly column: number } {
  let line = 0;
  let start = 0;
  return (offset) => {
    for (let next = text.indexOf('\n', start); next >= 0 && next < offset; next = text.indexOf('\n', start)) {
      line += 1;
      start = next + 1;
    }
    return { line, column: offset - start };
  };
}
