import { kindOfCall, kindOfType, type ValueKind } from './kinds';

/** A value that was read: a column by its name, a constant, a call. */
export interface Operand {
  readonly name?: string;
  readonly kind?: ValueKind;
}

/** What is open around the cursor: the expression itself, a bracket, a call, a CASE. */
export interface Frame {
  readonly kind: 'whole' | 'group' | 'items' | 'call' | 'case';
  /** Name of the function, in lower case. */
  readonly call?: string;
  /** Kinds that the items of a list are compared with. */
  readonly like?: Operand;
  /** The bracket that ends it. */
  readonly close?: ')' | ']';
  /** Index of the argument or item. */
  index: number;
  operand?: Operand | undefined;
  /** What stands left of a comparison. */
  compared?: Operand | undefined;
  /** A comparison, or another condition, is whole. */
  isCondition: boolean;
  /** Arithmetic or another operator waits for its right side, which is of this kind. */
  waits?: ValueKind | undefined;
  /** Words that ask for certain others. */
  after?: 'not' | 'is' | 'is not' | 'not it' | 'type' | undefined;
  between: boolean;
  part?: 'when' | 'then' | 'else';
  sorted?: 'direction' | 'nulls' | 'end' | undefined;
}

const frame = (kind: Frame['kind'], more: Partial<Frame> = {}): Frame => ({
  kind,
  index: 0,
  isCondition: false,
  between: false,
  ...more,
});

const TOKEN =
  /\s+|--[^\n]*|\/\*[^]*?\*\/|'(?:[^']|'')*'|"(?:[^"]|"")*"|['"][^]*|(?:\d[\d_]*\.?\d*|\.\d+)(?:[eE][+-]?\d+)?|[\p{L}_$][\p{L}\p{N}\p{M}_$]*|->>?|::|\|\||[<>=!]+|[^]/gu;

export interface Reading {
  readonly frame: Frame;
  /** Brackets that are open. */
  readonly depth: number;
  /** The text of a quote or comment that is open at the end; a double quote begins a name. */
  readonly open?: string;
}

/** Reads an expression up to the cursor; half of it may be missing. `kindOf` knows the columns. */
export function readExpression(text: string, kindOf: (column: string) => ValueKind | undefined): Reading {
  const stack: Frame[] = [frame('whole')];
  let isName = false;
  for (const [token] of text.matchAll(TOKEN)) {
    const top = stack.at(-1) ?? frame('whole');
    if (/^\s/.test(token)) continue;
    if (/^(?:--|\/\*)/.test(token)) {
      if (token.startsWith('--') && !token.includes('\n') && text.endsWith(token))
        return { ...of(stack), open: token };
      continue;
    }
    const wasName = isName;
    isName = false;
    if (/^["']/.test(token)) {
      if (token.length < 2 || !token.endsWith(token[0] ?? '')) return { ...of(stack), open: token };
      const name = token.slice(1, -1).replaceAll('""', '"');
      take(top, token.startsWith("'") ? { kind: 'text' } : column(name, kindOf));
    } else if (/^[\d.]/.test(token) && token !== '.') take(top, { kind: 'number' });
    else if (/^[\p{L}_$]/u.test(token)) isName = word(stack, top, token, kindOf);
    else symbol(stack, top, token, wasName);
  }
  return of(stack);
}

const of = (stack: readonly Frame[]): Reading => ({
  frame: stack.at(-1) ?? frame('whole'),
  depth: stack.filter(({ kind }) => kind !== 'whole' && kind !== 'case').length,
});

function column(name: string, kindOf: (column: string) => ValueKind | undefined): Operand {
  const kind = kindOf(name);
  return { name, ...(kind === undefined ? {} : { kind }) };
}

/** An operand stands there now. */
function take(top: Frame, operand: Operand): void {
  const kind = top.waits ?? operand.kind;
  top.operand = top.waits === undefined ? operand : kind === undefined ? {} : { kind };
  top.waits = undefined;
  top.after = undefined;
  if (top.compared !== undefined && !top.between) top.isCondition = true;
  if (top.operand.kind === 'truth') top.isCondition = true;
}

/** A new condition or item begins. */
function restart(top: Frame): void {
  top.operand = undefined;
  top.compared = undefined;
  top.waits = undefined;
  top.after = undefined;
  top.isCondition = false;
  top.between = false;
}

/** Reads a word; true where it is a name, behind which a bracket begins a call. */
function word(
  stack: Frame[],
  top: Frame,
  token: string,
  kindOf: (column: string) => ValueKind | undefined,
): boolean {
  const upper = token.toUpperCase();
  if (top.after === 'type') {
    take(top, { kind: kindOfType(upper) });
    return false;
  }
  switch (upper) {
    case 'AND':
      if (top.between) {
        top.between = false;
        top.operand = undefined;
      } else restart(top);
      return false;
    case 'OR':
      restart(top);
      return false;
    case 'NOT':
      top.after = top.after === 'is' ? 'is not' : top.operand === undefined ? 'not' : 'not it';
      return false;
    case 'IS':
      top.after = 'is';
      return false;
    case 'NULL':
      if (top.after === 'is' || top.after === 'is not') take(top, { kind: 'truth' });
      else take(top, {});
      return false;
    case 'TRUE':
    case 'FALSE':
      take(top, { kind: 'truth' });
      return false;
    case 'IN':
    case 'LIKE':
    case 'ILIKE':
    case 'BETWEEN':
      top.compared = upper.endsWith('LIKE') ? { kind: 'text' } : (top.operand ?? {});
      top.operand = undefined;
      top.after = undefined;
      top.between = upper === 'BETWEEN';
      return false;
    case 'CASE':
      stack.push(frame('case'));
      return false;
    case 'WHEN':
    case 'THEN':
    case 'ELSE':
      restart(top);
      top.part = upper === 'WHEN' ? 'when' : upper === 'THEN' ? 'then' : 'else';
      return false;
    case 'END':
      if (top.kind === 'case') stack.pop();
      take(stack.at(-1) ?? top, top.operand?.kind === undefined ? {} : { kind: top.operand.kind });
      return false;
    case 'AS':
      top.after = 'type';
      return false;
    case 'ASC':
    case 'DESC':
      top.sorted = 'direction';
      return false;
    case 'NULLS':
      top.sorted = 'nulls';
      return false;
    case 'FIRST':
    case 'LAST':
      if (top.sorted !== 'nulls') break;
      top.sorted = 'end';
      return false;
  }
  take(top, column(token, kindOf));
  return true;
}

function symbol(stack: Frame[], top: Frame, token: string, behindName: boolean): void {
  if (token === '(' || token === '[') {
    const close = token === '(' ? ')' : ']';
    const call = behindName && token === '(' ? top.operand?.name?.toLowerCase() : undefined;
    if (call !== undefined) stack.push(frame('call', { call, close }));
    else if (top.compared !== undefined && top.operand === undefined) {
      stack.push(frame('items', { like: top.compared, close }));
    } else stack.push(frame(token === '[' ? 'items' : 'group', { close }));
    return;
  }
  if (token === ')' || token === ']') {
    const closed = stack.length > 1 ? stack.pop() : undefined;
    const outer = stack.at(-1) ?? top;
    const kind = closed === undefined ? undefined : closedKind(closed);
    take(outer, kind === undefined ? {} : { kind });
    return;
  }
  if (token === ',') {
    restart(top);
    top.sorted = undefined;
    top.index++;
  } else if (/^[<>=!]+$/.test(token)) {
    top.compared = top.operand ?? top.compared ?? {};
    top.operand = undefined;
    top.isCondition = false;
  } else if (token === '::' || token === '.') top.after = 'type';
  else if ('+-*/%^'.includes(token)) {
    top.operand = undefined;
    top.isCondition = false;
    top.waits = 'number';
  } else if (token === '||') {
    top.operand = undefined;
    top.waits = 'text';
  } else {
    top.operand = undefined;
    top.waits = 'other';
  }
}

function closedKind(closed: Frame): ValueKind | undefined {
  switch (closed.kind) {
    case 'call':
      return ['cast', 'try_cast'].includes(closed.call ?? '')
        ? closed.operand?.kind
        : kindOfCall(closed.call ?? '');
    case 'items':
      return undefined;
    case 'group':
    case 'whole':
    case 'case':
      return closed.isCondition ? 'truth' : closed.operand?.kind;
  }
}
