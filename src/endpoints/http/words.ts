import { errorOf } from '../api/values';

const LONGEST = 300;

/**
 * What a server said, in its own words, for a person: one line, at most 300 characters, no control characters, and
 * never the key, which some servers repeat.
 */
export function serverWords(text: string, key?: string): string {
  return tidy(plainWords(text), key);
}

function plainWords(text: string): string {
  const start = text.slice(0, 200_000).trimStart();
  if (start.startsWith('<')) {
    const title =
      /<title[^>]{0,200}>([^<]{0,300})/i.exec(start)?.[1] ?? /<h1[^>]{0,200}>([^<]{0,300})/i.exec(start)?.[1];
    return title === undefined ? 'a web page' : `a web page: ${title}`;
  }
  try {
    const body: unknown = JSON.parse(text);
    return errorOf(body).message ?? JSON.stringify(body);
  } catch {
    return start;
  }
}

/** Keys of the usual makes, whole or with stars in them. */
const KEY_LIKE = /\b(?:sk|pk|key|hf|gsk|xai)[-_][\w*.-]{6,}/gi;

/** Text from outside as one short line without secrets. */
export function tidy(text: string, key?: string): string {
  // A key that the cut went through would not be found: so much more is looked at, and cut behind it.
  const hidden = key === undefined || key.length < 4 ? '' : key;
  const near = text.slice(0, 4 * LONGEST + hidden.length);
  const safe = hidden === '' ? near : near.replaceAll(hidden, '[key]');
  const line = safe
    .slice(0, 4 * LONGEST)
    .replace(KEY_LIKE, '[key]')
    // Control and bidirectional characters would reach a terminal or turn a line around.
    .replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ')
    .trim();
  return line.length <= LONGEST ? line : `${line.slice(0, LONGEST)}…`;
}

export const isWebPage = (text: string): boolean =>
  /^\s*<(?:!doctype|html|head|body)/i.test(text.slice(0, 1_000));
