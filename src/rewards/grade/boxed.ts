/** The boxed answers of a response. */
export interface Boxes {
  /** Content of the last outermost box that is closed, as written. */
  readonly last?: string;
  /** Outermost boxes that are closed. */
  readonly count: number;
  /** Offset just after the last closed box. */
  readonly end?: number;
  /** The last boxes, at most 64, in order. */
  readonly all: readonly BoxAt[];
}

export interface BoxAt {
  readonly content: string;
  readonly start: number;
  /** Offset just after the box. */
  readonly end: number;
}

const MAX_KEPT = 64;

const OPENER = /\\(?:boxed|fbox|framebox)/g;

/**
 * Finds `\boxed{...}` (and `\fbox`, `\framebox`) with balanced braces in one pass. Escaped braces (`\{`, `\}`) do
 * not count; a box that is never closed, as in a truncated response, is no answer. Linear in the response's length.
 */
export function findBoxes(response: string): Boxes {
  let at = nextOpener(response, 0);
  if (at < 0) return { count: 0, all: [] };
  let count = 0;
  let kept: (readonly [at: number, open: number, close: number])[] = [];
  // A box that is never closed hides nothing: its content is searched for further boxes, once.
  const closers = matchBraces(response, at);
  while (at >= 0) {
    const open = braceAfter(response, at) ?? bareAfter(response, at);
    const bare = open !== undefined && response.charCodeAt(open) !== 123;
    const close = open === undefined ? 0 : bare ? open + 2 : (closers[open - closers.from] ?? 0);
    if (open === undefined || close === 0) {
      at = nextOpener(response, at + 1);
      continue;
    }
    count += 1;
    kept.push([at, open, close]);
    if (kept.length >= 2 * MAX_KEPT) kept = kept.slice(-MAX_KEPT);
    at = nextOpener(response, close + 1);
  }
  const all = kept.slice(-MAX_KEPT).map(([start, open, close]) => ({
    content: response.slice(open + 1, close),
    start,
    end: close + 1,
  }));
  const last = all.at(-1);
  return { count, all, ...(last === undefined ? {} : { last: last.content, end: last.end }) };
}

function nextOpener(text: string, from: number): number {
  // All names in one search: one search a name would run to the end for the absent ones, again and again.
  OPENER.lastIndex = from;
  return OPENER.exec(text)?.index ?? -1;
}

/** Offset of the `{` that follows the command at `at`, over spaces. */
function braceAfter(text: string, at: number): number | undefined {
  let i = at + 1;
  while (i < text.length && isLetter(text.charCodeAt(i))) i += 1;
  const limit = Math.min(text.length, i + 8);
  while (i < limit && text.charCodeAt(i) === 32) i += 1;
  return text.charCodeAt(i) === 123 ? i : undefined;
}

/** Offset before the one sign that TeX takes without braces, as in `\boxed 7`; a command or more signs are none. */
function bareAfter(text: string, at: number): number | undefined {
  const found = /^\\[a-z]{4,8} {1,4}([A-Z0-9])(?![A-Za-z0-9.,/^])/.exec(text.slice(at, at + 20));
  return found === null ? undefined : at + found[0].length - 2;
}

const isLetter = (code: number): boolean => (code >= 97 && code <= 122) || (code >= 65 && code <= 90);

/** Offset of the closing brace by that of its opening one, minus `from`; 0 where it is never closed. */
interface Closers extends Uint32Array {
  readonly from: number;
}

function matchBraces(text: string, from: number): Closers {
  // Typed arrays: a megabyte of braces in a map would take longer than grading may.
  const closers = Object.assign(new Uint32Array(text.length - from), { from });
  const open = new Uint32Array(text.length - from);
  let depth = 0;
  for (let i = from; i < text.length; i += 1) {
    const code = text.charCodeAt(i);
    if (code === 92) i += 1;
    else if (code === 123) open[depth++] = i;
    else if (code === 125 && depth > 0) {
      depth -= 1;
      closers[(open[depth] ?? 0) - from] = i;
    }
  }
  return closers;
}
