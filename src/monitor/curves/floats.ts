const FIRST = 64;

/** A list of numbers that grows at its end, eight bytes each. */
export class Floats {
  private data = new Float64Array(FIRST);
  private count = 0;

  get length(): number {
    return this.count;
  }

  push(value: number): void {
    if (this.count === this.data.length) {
      const larger = new Float64Array(this.data.length * 2);
      larger.set(this.data);
      this.data = larger;
    }
    this.data[this.count] = value;
    this.count += 1;
  }

  /** NaN where there is none. */
  at(index: number): number {
    return index < this.count ? (this.data[index] ?? NaN) : NaN;
  }

  cut(length: number): void {
    this.count = Math.min(this.count, length);
  }

  /** What is in it now, without a copy: valid until it changes. */
  get view(): Float64Array {
    return this.data.subarray(0, this.count);
  }
}
