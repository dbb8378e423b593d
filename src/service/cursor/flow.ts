import { COLON, HASH, closingQuote, isBlank, isEnd, lineEnd } from './characters';

/** An open `{` or `[`, as far as it was read. */
export interface FlowFrame {
  readonly kind: 'map' | 'list';
  readonly open: number;
  readonly entries: Map<string, string>;
  readonly items: string[];
  index: number;
  /** The key whose value is being read. */
  key?: string;
}

export type FlowState =
  /** Ends at `end`: behind its bracket, or where it cannot go on. */
  | { readonly kind: 'ended'; readonly end: number }
  | { readonly kind: 'comment' }
  /** `token` is the start of the text that the stop lies in or right behind; absent between two. */
  | {
      readonly kind: 'inside';
      readonly frames: readonly FlowFrame[];
      readonly token?: number;
      /** The token is a quote that is open at the stop. */
      readonly quoted: boolean;
    };

/**
 * Reads the flow collection that opens at `start` as far as `stop`, but never beyond `limit`, where the lines around
 * it say that it must have ended.
 */
export function readFlow(text: string, start: number, stop: number, limit: number): FlowState {
  const frames: FlowFrame[] = [];
  const last = Math.min(stop, limit);
  let token = -1;
  let at = start;
  const finish = (end: number): void => {
    const frame = frames.at(-1);
    if (frame === undefined) return;
    const written = token < 0 ? '' : text.slice(token, end).trimEnd();
    token = -1;
    if (frame.kind === 'list') {
      if (written !== '') frame.items.push(unquoted(written));
    } else if (frame.key !== undefined) frame.entries.set(frame.key, written);
    else if (written !== '') frame.entries.set(unquoted(written), '');
  };
  while (at < last) {
    const code = text.charCodeAt(at);
    const one = text[at] ?? '';
    if (one === '{' || one === '[') {
      frames.push({
        kind: one === '{' ? 'map' : 'list',
        open: at,
        entries: new Map(),
        items: [],
        index: 0,
      });
      token = -1;
    } else if (one === '}' || one === ']') {
      finish(at);
      const closed = frames.pop();
      const outer = frames.at(-1);
      if (closed === undefined || outer === undefined) return { kind: 'ended', end: at + 1 };
      // What the outer collection holds is the whole of the inner one.
      token = closed.open;
    } else if (one === ',') {
      finish(at);
      const frame = frames.at(-1);
      if (frame !== undefined) {
        frame.index++;
        delete frame.key;
      }
    } else if (code === COLON && token >= 0 && endsKey(text, token, at)) {
      const frame = frames.at(-1);
      const key = unquoted(text.slice(token, at).trimEnd());
      if (frame !== undefined) frame.key = key;
      frame?.entries.set(key, '');
      token = -1;
    } else if (code === HASH && isBlank(text.charCodeAt(at - 1))) {
      const end = lineEnd(text, at);
      if (end >= last) return stop > limit ? { kind: 'ended', end: limit } : { kind: 'comment' };
      at = end;
    } else if ((one === '"' || one === "'") && token < 0) {
      const end = closingQuote(text, at, limit) ?? limit;
      token = at;
      if (end > last || (end === limit && end === last)) {
        return stop > limit ? { kind: 'ended', end: limit } : inside(frames, token, true);
      }
      at = end - 1;
    } else if (token < 0 && !isBlank(code) && !isEnd(code)) token = at;
    at++;
  }
  if (stop >= limit && limit < text.length) return { kind: 'ended', end: limit };
  return inside(frames, token, false);
}

const inside = (frames: readonly FlowFrame[], token: number, quoted: boolean): FlowState => ({
  kind: 'inside',
  frames,
  quoted,
  ...(token < 0 ? {} : { token }),
});

/** A colon ends a key before a blank, a bracket or a comma; behind a quoted key always. */
function endsKey(text: string, token: number, colon: number): boolean {
  const first = text[token];
  const after = text.charCodeAt(colon + 1);
  return (
    first === '"' || first === "'" || isBlank(after) || isEnd(after) || ',]}['.includes(text[colon + 1] ?? '')
  );
}

export function unquoted(written: string): string {
  const mark = written[0];
  const isQuoted = written.length > 1 && (mark === '"' || mark === "'") && written.endsWith(mark);
  return isQuoted ? written.slice(1, -1) : written;
}

/** Keys and items that follow in the collection that `from` lies in, up to its closing bracket. */
export function readOn(
  text: string,
  from: number,
  limit: number,
  kind: FlowFrame['kind'],
): Pick<FlowFrame, 'entries' | 'items'> {
  let depth = 0;
  let token = -1;
  let key: string | undefined;
  const entries = new Map<string, string>();
  const items: string[] = [];
  const finish = (end: number): void => {
    const written = token < 0 ? '' : text.slice(token, end).trimEnd();
    token = -1;
    if (key !== undefined) entries.set(key, written);
    else if (kind === 'list' && written !== '') items.push(unquoted(written));
    key = undefined;
  };
  for (let at = from; at < limit; at++) {
    const one = text[at] ?? '';
    const code = text.charCodeAt(at);
    if (one === '{' || one === '[') {
      if (depth === 0 && token < 0) token = at;
      depth++;
    } else if (one === '}' || one === ']') {
      depth--;
      if (depth < 0) {
        finish(at);
        break;
      }
    } else if (one === ',' && depth === 0) finish(at);
    else if (code === COLON && depth === 0 && token >= 0 && key === undefined && endsKey(text, token, at)) {
      key = unquoted(text.slice(token, at).trimEnd());
      token = -1;
    } else if (code === HASH && isBlank(text.charCodeAt(at - 1))) at = lineEnd(text, at) - 1;
    else if ((one === '"' || one === "'") && (token < 0 || depth > 0)) {
      if (token < 0) token = at;
      at = (closingQuote(text, at, limit) ?? limit) - 1;
    } else if (token < 0 && !isBlank(code) && !isEnd(code)) token = at;
  }
  return { entries, items };
}
