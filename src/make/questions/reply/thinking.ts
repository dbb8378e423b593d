const CLOSE = /<\/(?:think|thinking|thought|reasoning)>/giu;
const OPEN = /<(?:think|thinking|thought|reasoning)>/iu;

/**
 * A reply without what its model thought before: all up to the last closing tag, since many servers leave the opening
 * one out. `undefined`: it was still thinking when it ended.
 */
export function withoutThinking(reply: string): string | undefined {
  let end = 0;
  for (const match of reply.matchAll(CLOSE)) end = match.index + match[0].length;
  const rest = reply.slice(end);
  const open = rest.search(OPEN);
  if (open < 0) return rest;
  const before = rest.slice(0, open);
  return before.trim() === '' ? undefined : before;
}
