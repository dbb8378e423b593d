/** The boxed answers of a response. */
export interface Boxes {
  /** Content of the last outermost box that is closed, as written. */
  readonly last?: string;
  /** Outermost boxes that are closed. */
  readonly count: number;
  /** Offset just after the last closed box. */
  readonly end?: number;
}

const OPENER = /\\(?:boxed|fbox|framebox)/g;

/**
 * Finds `\boxed{...}` (and `\fbox`, `\framebox`) with balanced braces in one pass. Escaped braces (`\{`, `\}`) do
 * not count; a box that is never closed, as in a truncated response, is no answer. Linear in the response's length.
 */
export function findBoxes(response: string): Boxes {
  let at = nextOpener(response, 0);
  if (at < 0) return { count: 0 };
  let count = 0;
  let last: string | undefined;
  let end: number | undefined;
  // A box that is never closed hides nothing: its content is searched for further boxes, once.
  const closers = matchBraces(response, at);
  while (at >= 0) {
    const open = braceAfter(response, at);
    const close = open === undefined ? undefined : closers.get(open);
    if (open === undefined || close === undefined) {
      at = nextOpener(response, at + 1);
      continue;
    }
    count += 1;
    last = response.slice(open + 1, close);
    end = close + 1;
    at = nextOpener(response, close + 1);
  }
  return { count, ...(last === undefined ? {} : { last }), ...(end === undefined ? {} : { end }) };
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

const isLetter = (code: number): boolean => (code >= 97 && code <= 122) || (code >= 65 && code <= 90);

/** The closing brace of each opening brace from `from` on. */
function matchBraces(text: string, from: number): ReadonlyMap<number, number> {
  const closers = new Map<number, number>();
  const open: number[] = [];
  for (let i = from; i < text.length; i += 1) {
    const code = text.charCodeAt(i);
    if (code === 92) i += 1;
    else if (code === 123) open.push(i);
    else if (code === 125) {
      const opener = open.pop();
      if (opener !== undefined) closers.set(opener, i);
    }
  }
  return closers;
}
