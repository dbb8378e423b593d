import { createHash } from 'node:crypto';

/** Stands between data set and row where both are hashed as one. */
const SEPARATOR = '\u001f';

/**
 * SQL of the two halves of an item's key: 64 bits of MD5, which the database and Node make alike. It need not stand
 * up to an enemy: who makes two rows collide mixes up rows of his own set.
 */
export const KEY_SQL = {
  low: `(md5_number_lower(dataset || chr(31) || "row") & 4294967295)::UINTEGER`,
  high: `(md5_number_lower(dataset || chr(31) || "row") >> 32)::UINTEGER`,
} as const;

/** Names of a set's items, by index: hashes of data set and row in two halves. */
export interface ItemKeys {
  readonly low: Uint32Array;
  readonly high: Uint32Array;
}

/** Finds items by data set and row: a hash table of 32-bit numbers, since a million texts would weigh 100 MB. */
export class KeyIndex {
  private readonly slots: Int32Array;
  private readonly mask: number;

  constructor(readonly keys: ItemKeys) {
    const { low, high } = keys;
    const size = 2 ** Math.ceil(Math.log2(Math.max(2, low.length * 2)));
    this.slots = new Int32Array(size).fill(-1);
    this.mask = size - 1;
    for (let i = 0; i < low.length; i += 1) {
      const slot = this.slotOf(low[i] ?? 0, high[i] ?? 0);
      // Of two items with one name the first is meant, as for whoever reads from the top.
      if (this.slots[slot] === -1) this.slots[slot] = i;
    }
  }

  /** Index of the item, or -1. */
  find(dataset: string, row: string): number {
    const hash = createHash('md5').update(`${dataset}${SEPARATOR}${row}`).digest();
    return this.findKey(hash.readUInt32LE(8), hash.readUInt32LE(12));
  }

  findKey(low: number, high: number): number {
    return this.slots[this.slotOf(low, high)] ?? -1;
  }

  /** The slot with this key, or the free one where it would stand. */
  private slotOf(low: number, high: number): number {
    let slot = low & this.mask;
    for (;;) {
      const at = this.slots[slot] ?? -1;
      if (at === -1 || (this.keys.low[at] === low && this.keys.high[at] === high)) return slot;
      slot = (slot + 1) & this.mask;
    }
  }
}
