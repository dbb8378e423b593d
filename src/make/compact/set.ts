import { spare } from './key';

const LEAST = 1 << 10;
/** Above this share of filled places looking becomes slow. */
const FULL = 0.6;

/**
 * A set of 64-bit keys in two typed arrays (open addressing, linear probing): 13 to 27 bytes a key, where a `Set` of
 * texts takes 100 and more. Keys must be spread evenly, such as pieces of a hash; of three million, two are equal by
 * chance once in four million sets.
 */
export class CompactSet {
  private high = new Uint32Array(LEAST);
  private low = new Uint32Array(LEAST);
  private count = 0;

  get size(): number {
    return this.count;
  }

  /** Bytes that the keys take. */
  get bytes(): number {
    return this.high.byteLength + this.low.byteLength;
  }

  has(high: number, low: number): boolean {
    const [h, l] = spare(high, low);
    return this.filled(this.placeOf(h, l));
  }

  /** False: it was there already. */
  add(high: number, low: number): boolean {
    const [h, l] = spare(high, low);
    let place = this.placeOf(h, l);
    if (this.filled(place)) return false;
    if (this.count + 1 > this.high.length * FULL) {
      this.grow();
      place = this.placeOf(h, l);
    }
    this.high[place] = h;
    this.low[place] = l;
    this.count += 1;
    return true;
  }

  private filled(place: number): boolean {
    return this.high[place] !== 0 || this.low[place] !== 0;
  }

  /** Where a key is, or where it belongs. */
  private placeOf(high: number, low: number): number {
    const mask = this.high.length - 1;
    let place = (low ^ Math.imul(high, 0x9e3779b1)) & mask;
    while (this.filled(place) && (this.high[place] !== high || this.low[place] !== low))
      place = (place + 1) & mask;
    return place;
  }

  private grow(): void {
    const { high, low } = this;
    this.high = new Uint32Array(high.length * 2);
    this.low = new Uint32Array(high.length * 2);
    for (let i = 0; i < high.length; i += 1) {
      const [h, l] = [high[i] ?? 0, low[i] ?? 0];
      if (h === 0 && l === 0) continue;
      const place = this.placeOf(h, l);
      this.high[place] = h;
      this.low[place] = l;
    }
  }
}
