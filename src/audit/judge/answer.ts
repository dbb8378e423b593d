/** More of a reply is not looked at. */
const LONGEST = 64 * 1024;
/** Braces that are tried as the beginning of an object. */
const MOST_STARTS = 200;

/**
 * The one JSON object of a reply, alone, in a fence or amid prose. Nothing is mended, and of several objects none is
 * taken: which of them is meant would be a guess. A string says why there is none.
 */
export function oneObject(reply: string): Readonly<Record<string, unknown>> | string {
  if (reply.length > LONGEST) return `the reply is longer than ${LONGEST} characters`;
  const found: Readonly<Record<string, unknown>>[] = [];
  let starts = 0;
  for (let at = reply.indexOf('{'); at >= 0 && starts < MOST_STARTS; starts += 1) {
    const end = endOfObject(reply, at);
    const value = end === undefined ? undefined : parse(reply.slice(at, end));
    if (value !== undefined) found.push(value);
    at = reply.indexOf('{', value === undefined || end === undefined ? at + 1 : end);
  }
  const [first] = found;
  if (first === undefined)
    return reply.trim() === '' ? 'the reply is empty' : 'the reply holds no JSON object';
  return found.length === 1 ? first : `the reply holds ${found.length} JSON objects instead of one`;
}

function parse(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    return JSON.parse(text) as Readonly<Record<string, unknown>>;
  } catch {
    return undefined;
  }
}

/** Behind the brace that closes the one at `start`; braces in strings do not count. */
function endOfObject(text: string, start: number): number | undefined {
  let depth = 0;
  let quoted = false;
  for (let at = start; at < text.length; at += 1) {
    const sign = text[at];
    if (quoted) {
      if (sign === '\\') at += 1;
      else if (sign === '"') quoted = false;
    } else if (sign === '"') quoted = true;
    else if (sign === '{') depth += 1;
    else if (sign === '}') {
      depth -= 1;
      if (depth === 0) return at + 1;
    }
  }
  return undefined;
}
