import type { Folded } from './fold';

/** What two questions are compared by: hashes of their pieces, ascending, each once. */
export type Pieces = Uint32Array;

/**
 * Pairs of neighbouring words (with marks for the beginning and the end, so that order counts: left of a cat is not a
 * cat left of) and the words of the right answer, as 32-bit hashes.
 */
export function piecesOf({ words, answer }: Folded): Pieces {
  const all = [...words, ''].map((word, at) => hashOf(`${words[at - 1] ?? ''} ${word}`));
  for (const word of answer) all.push(hashOf(`= ${word}`));
  return Uint32Array.from(new Set(all)).sort();
}

/** The same words in the same order, with the same answer. */
export const textOf = ({ words, answer }: Folded): string => `${words.join(' ')}\n${answer.join(' ')}`;

/** Jaccard's likeness of two sets (Jaccard 1912): what they share of all that they have, 0 to 1. */
export function likeness(a: Pieces, b: Pieces): number {
  let [i, j, shared] = [0, 0, 0];
  while (i < a.length && j < b.length) {
    const [x = 0, y = 0] = [a[i], b[j]];
    if (x === y) shared += 1;
    if (x <= y) i += 1;
    if (y <= x) j += 1;
  }
  const all = a.length + b.length - shared;
  return all === 0 ? 1 : shared / all;
}

/** FNV-1a over UTF-16 units, its bits mixed once more (MurmurHash3's finaliser). */
export function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
