/** Characters of a name or message within a line of ours; both may come from anyone's run folder. */
const LONGEST = 400;

/** Untrusted text as part of one line: no control characters, no marks that reorder text, not too long. */
export function inLine(text: string): string {
  const clean = text
    .slice(0, 4 * LONGEST)
    .replace(/[\p{Cc}\u2028\u2029]+/gu, ' ')
    .replace(/\p{Cf}/gu, '');
  return clean.length > LONGEST ? `${clean.slice(0, LONGEST)}…` : clean;
}
