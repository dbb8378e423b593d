import type { CST } from 'yaml';

/** Deeper than any curriculum; recursion over a tree of this depth is safe on the smallest stacks. */
export const MAX_DEPTH = 64;

/** The first token nested deeper than `MAX_DEPTH`, found without recursion. */
export function tooDeep(document: CST.Document): CST.Token | undefined {
  if (document.value === undefined) return undefined;
  const pending: { readonly token: CST.Token; readonly depth: number }[] = [
    { token: document.value, depth: 1 },
  ];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const { token, depth } = next;
    if (!('items' in token)) continue;
    if (depth > MAX_DEPTH) return token;
    for (const item of token.items) {
      if (item.key) pending.push({ token: item.key, depth: depth + 1 });
      if (item.value) pending.push({ token: item.value, depth: depth + 1 });
    }
  }
  return undefined;
}
