import { createHash } from 'node:crypto';
import { CompactSet } from './answer/compact-set';

/** A set of texts that keeps 64 bits of each one's SHA-256 and nothing else: memory stays small for millions. */
export class Digests {
  private readonly keys = new CompactSet();

  get size(): number {
    return this.keys.size;
  }

  has(text: string): boolean {
    return this.keys.has(...keyOf(text));
  }

  /** Whether it was new. */
  add(text: string): boolean {
    return this.keys.add(...keyOf(text));
  }
}

const hashOf = (text: string): Buffer => createHash('sha256').update(text).digest();

function keyOf(text: string): readonly [high: number, low: number] {
  const hash = hashOf(text);
  return [hash.readUInt32BE(0), hash.readUInt32BE(4)];
}

/** A number in [0, 1) of a text, evenly spread: 48 bits of its SHA-256. */
export const evenly = (text: string): number => hashOf(text).readUIntBE(0, 6) / 2 ** 48;
