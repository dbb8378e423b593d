/**
 * A stream of uniform numbers in [0, 1), named by whole numbers: seed, step, row, sample. Streams depend on their
 * names only, so a resumed run or another batch size draws the same numbers, and no generator state needs saving.
 */
export function randomStream(...names: readonly number[]): () => number {
  let state = 0x9e3779b9;
  for (const name of names) {
    state = scramble(state ^ (name >>> 0));
    state = scramble(state ^ Math.floor(name / 2 ** 32));
  }
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    return scramble(state) / 2 ** 32;
  };
}

/** A bijective mix of 32 bits (the finaliser of MurmurHash3). */
function scramble(value: number): number {
  let x = value >>> 0;
  x = Math.imul(x ^ (x >>> 16), 0x85ebca6b);
  x = Math.imul(x ^ (x >>> 13), 0xc2b2ae35);
  return (x ^ (x >>> 16)) >>> 0;
}

/** A standard normal number (Box-Muller). */
export function normal(random: () => number): number {
  const radius = Math.sqrt(-2 * Math.log(1 - random()));
  return radius * Math.cos(2 * Math.PI * random());
}

/** A random order of 0 ... count - 1 (Fisher-Yates). */
export function permutation(count: number, random: () => number): Uint32Array {
  const order = Uint32Array.from({ length: count }, (_, i) => i);
  for (let i = count - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    const kept = order[i] ?? 0;
    order[i] = order[j] ?? 0;
    order[j] = kept;
  }
  return order;
}
