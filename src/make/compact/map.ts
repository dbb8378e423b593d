import { keyOf } from './key';

const LEAST = 1 << 10;
/** Above this share of filled places looking becomes slow. */
const FULL = 0.6;
/** Numbers of a place: two of the key, then those of the entry. */
const WIDTH = 5;

/** An entry of three whole numbers below 2^32. */
export type Entry = readonly [number, number, number];

/**
 * A map from texts to three numbers that keeps 64 bits of each text's SHA-256: 33 to 67 bytes an entry, where a `Map`
 * of paths takes some hundreds.
 */
export class CompactMap {
  private cells = new Uint32Array(LEAST * WIDTH);
  private count = 0;

  get size(): number {
    return this.count;
  }

  get(text: string): Entry | undefined {
    const at = this.placeOf(...keyOf(text));
    const { cells } = this;
    return this.isFilled(at) ? [cells[at + 2] ?? 0, cells[at + 3] ?? 0, cells[at + 4] ?? 0] : undefined;
  }

  set(text: string, entry: Entry): void {
    const key = keyOf(text);
    let at = this.placeOf(...key);
    if (!this.isFilled(at)) {
      this.count += 1;
      if (this.count * WIDTH > this.cells.length * FULL) {
        this.grow();
        at = this.placeOf(...key);
      }
    }
    this.cells.set([...key, ...entry], at);
  }

  private isFilled(at: number): boolean {
    return this.cells[at] !== 0 || this.cells[at + 1] !== 0;
  }

  /** Where a key is, or where it belongs. */
  private placeOf(high: number, low: number): number {
    const { cells } = this;
    const mask = cells.length / WIDTH - 1;
    let place = low & mask;
    for (; ; place = (place + 1) & mask) {
      const at = place * WIDTH;
      if (!this.isFilled(at) || (cells[at] === high && cells[at + 1] === low)) return at;
    }
  }

  private grow(): void {
    const before = this.cells;
    this.cells = new Uint32Array(before.length * 2);
    for (let at = 0; at < before.length; at += WIDTH) {
      const [high = 0, low = 0] = [before[at], before[at + 1]];
      if (high === 0 && low === 0) continue;
      this.cells.set(before.subarray(at, at + WIDTH), this.placeOf(high, low));
    }
  }
}
