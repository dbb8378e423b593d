import type { KeyPath } from '../../language';
import { pathInside, type BlockFrame } from './block';
import { COLON, indentationOf, isBlank, isEnd } from './characters';
import type { Spot } from './cursor-at';
import { readOn, type FlowFrame } from './flow';
import type { Open } from './scan';
import type { Cursor } from './types';

/** Inside `{ }` or `[ ]`. */
export function inFlow(
  spot: Spot,
  blocks: readonly BlockFrame[],
  { state, limit }: Extract<Open, { kind: 'flow' }>,
): Cursor | undefined {
  const { text, offset, lineStart, lineEnd } = spot;
  const frame = state.frames.at(-1);
  if (frame === undefined) return undefined;
  const outer = [...pathInside(blocks), ...state.frames.slice(0, -1).map(stepOf)];
  const role = frame.kind === 'list' ? 'item' : frame.key === undefined ? 'key' : 'value';
  const token = wordOf(spot, state, frame);
  if (token === undefined) return undefined;
  const { start, end, quote, glued } = token;
  const path: KeyPath =
    glued !== undefined ? [...outer, glued] : role === 'value' ? [...outer, stepOf(frame)] : outer;
  const rest = readOn(text, quote?.closed === true ? end + 1 : end, limit, role === 'item' ? 'list' : 'map');
  const beside = new Map([...frame.entries, ...rest.entries]);
  if (role === 'value') beside.delete(String(stepOf(frame)));
  const before = text[start - 1] ?? '';
  const isTight = quote === undefined && start === offset && ':,{'.includes(before);
  const after = text[end] ?? '';
  return {
    role: glued === undefined ? role : 'value',
    path,
    flow: true,
    start,
    end,
    prefix: text.slice(start, offset),
    before: text.slice(start, offset),
    ...(quote === undefined ? {} : { quote }),
    manyLines: false,
    lead: (isTight && before !== '') || (glued !== undefined && before === ':') ? ' ' : '',
    trail: isTight && before === '{' && after === '}' ? ' ' : '',
    colon: role === 'key' && glued === undefined && colonBehind(text, end, quote !== undefined),
    beside,
    items: [...frame.items, ...rest.items],
    index: frame.index,
    indentation: indentationOf(text, lineStart, Math.min(start, lineEnd)),
    column: 0,
    fresh: beside.size === 0 && frame.items.length === 0,
  };
}

const stepOf = (frame: FlowFrame): string | number =>
  frame.kind === 'list' ? frame.index : (frame.key ?? '');

function colonBehind(text: string, end: number, quoted: boolean): boolean {
  let at = quoted ? end + 1 : end;
  while (isBlank(text.charCodeAt(at))) at++;
  return text.charCodeAt(at) === COLON;
}

interface FlowWord {
  readonly start: number;
  readonly end: number;
  readonly quote?: NonNullable<Cursor['quote']>;
  /** A key whose value follows without a space. */
  readonly glued?: string;
}

function wordOf(
  { text, offset, lineStart, lineEnd }: Spot,
  { token, quoted }: { readonly token?: number; readonly quoted: boolean },
  frame: FlowFrame,
): FlowWord | undefined {
  const isKey = frame.kind === 'map' && frame.key === undefined;
  if (token !== undefined && quoted) {
    if (token < lineStart) return undefined;
    const mark = text[token] === '"' ? '"' : "'";
    const close = text.indexOf(mark, offset);
    const closed = close >= 0 && close < lineEnd;
    const end = closed ? close : wordEnd(text, offset, offset, isKey);
    return { start: token + 1, end, quote: { mark, closed } };
  }
  // A text over several lines, or one that is already whole.
  if (token !== undefined && (token < lineStart || '"\'{['.includes(text[token] ?? ''))) return undefined;
  const start = token ?? offset;
  const glued = isKey ? /^([A-Za-z_][\w.-]+):(?!\/\/)\S*$/.exec(text.slice(start, offset))?.[1] : undefined;
  if (glued !== undefined) {
    const from = start + glued.length + 1;
    return { start: from, end: wordEnd(text, from, offset, false), glued };
  }
  return { start, end: wordEnd(text, start, offset, isKey) };
}

/** Where a plain word of a flow collection ends on its line. */
function wordEnd(text: string, start: number, least: number, isKey: boolean): number {
  let end = Math.max(start, least);
  for (let at = start; ; at++) {
    const code = text.charCodeAt(at);
    const one = text[at] ?? '';
    if (isEnd(code) || ',]}[{'.includes(one)) break;
    if (one === '#' && isBlank(text.charCodeAt(at - 1))) break;
    if (code === COLON && (isKey || isBlank(text.charCodeAt(at + 1)))) break;
    // Behind an empty place the next word belongs to something else, unless it touches the cursor.
    if (isBlank(code) && at === least && start === least) break;
    if (!isBlank(code)) end = Math.max(end, at + 1);
  }
  return end;
}
