import { createHash } from 'node:crypto';

/**
 * The order of options: a permutation that the seed and the question's content decide, and nothing else, so that it is
 * the same in every process. `order[i]` is the index of the option that comes to position i. The order in which the
 * author wrote the options has no part in it: authors like to put the right one first.
 */
export function shuffled(seed: string, question: string, options: readonly string[]): readonly number[] {
  const order = options
    .map((text, i) => ({ text, i }))
    .sort((a, b) => (a.text < b.text ? -1 : a.text > b.text ? 1 : a.i - b.i))
    .map(({ i }) => i);
  const next = numbers(JSON.stringify([seed, question, order.map((i) => options[i])]));
  for (let i = order.length - 1; i > 0; i -= 1) {
    const j = Math.floor(next() * (i + 1));
    [order[i], order[j]] = [order[j] ?? 0, order[i] ?? 0];
  }
  return order;
}

/** Even numbers in [0, 1) that a text decides: 48 bits of SHA-256 each. */
function numbers(text: string): () => number {
  let count = 0;
  return () => createHash('sha256').update(`${count++}\0${text}`).digest().readUIntBE(0, 6) / 2 ** 48;
}
