import type { CST } from 'yaml';

/** A bracket or quote that was opened and never closed. */
export interface Unclosed {
  readonly kind: 'bracket' | 'quote';
  readonly offset: number;
}

/** Every bracket and quote of a document that is never closed, in order; without recursion. */
export function findUnclosed(document: CST.Document): readonly Unclosed[] {
  const found: Unclosed[] = [];
  const pending: CST.Token[] = document.value === undefined ? [] : [document.value];
  for (let token = pending.pop(); token !== undefined; token = pending.pop()) {
    if (token.type === 'flow-collection') {
      const closing = token.start.type === 'flow-map-start' ? 'flow-map-end' : 'flow-seq-end';
      if (!token.end.some((end) => end.type === closing))
        found.push({ kind: 'bracket', offset: token.offset });
    }
    if (token.type === 'single-quoted-scalar' || token.type === 'double-quoted-scalar') {
      if (token.source.length < 2 || !token.source.endsWith(token.source.charAt(0))) {
        found.push({ kind: 'quote', offset: token.offset });
      }
    }
    if (!('items' in token)) continue;
    for (const item of token.items) {
      if (item.key) pending.push(item.key);
      if (item.value) pending.push(item.value);
    }
  }
  return found.sort((a, b) => a.offset - b.offset);
}
