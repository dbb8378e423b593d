import { createHash } from 'node:crypto';

/** 64 bits of a key, in two halves; both zero marks an empty place, which no key is. */
export type Key = readonly [high: number, low: number];

/** The first 64 bits of a text's SHA-256. */
export function keyOf(text: string): Key {
  const hash = createHash('sha256').update(text).digest();
  return spare(hash.readUInt32BE(0), hash.readUInt32BE(4));
}

/** A key of two numbers of 32 bits, with or without a sign. */
export function spare(high: number, low: number): Key {
  const [h, l] = [high >>> 0, low >>> 0];
  return h === 0 && l === 0 ? [0, 1] : [h, l];
}
