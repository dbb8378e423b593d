import { createHash } from 'node:crypto';
import { keyOf } from './compact/key';
import { CompactSet } from './compact/set';

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

/** A number in [0, 1) of a text, evenly spread: 48 bits of its SHA-256. */
export const evenly = (text: string): number =>
  createHash('sha256').update(text).digest().readUIntBE(0, 6) / 2 ** 48;
