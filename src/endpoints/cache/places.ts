const LEAST = 1 << 6;
/** Above this share of filled places looking becomes slow. */
const FULL = 0.75;
/** Offsets of one tag; more are a file in which one key stands over and over. */
const MOST_EQUAL = 16;
/** Unlike in every process, so that no file can be made whose tags all fall on one place. */
const SEED = Math.floor(Math.random() * 2 ** 32);

/**
 * Where lines begin in a file, by 32 bits of their keys (a tag): two typed arrays with open addressing, 11 to 21 bytes a
 * line, where a `Map` of texts takes 150. Keys may share a tag, so whoever looks compares what stands there.
 */
export class Places {
  private tags = new Uint32Array(LEAST);
  /** Offset and 1; 0: an empty place. */
  private offsets = new Uint32Array(LEAST);
  private count = 0;

  /** Bytes that the lines take here. */
  get bytes(): number {
    return this.tags.byteLength + this.offsets.byteLength;
  }

  /** Offsets of the lines of a tag, the last of the file first. */
  of(tag: number): readonly number[] {
    const found: number[] = [];
    for (let at = this.start(tag); this.offsets[at] !== 0; at = this.after(at))
      if (this.tags[at] === tag) found.push((this.offsets[at] ?? 1) - 1);
    return found.length < 2 ? found : found.sort((a, b) => b - a);
  }

  /** `tag`: 32 bits without a sign. What lies behind the first 4 GB of the file is not kept. */
  add(tag: number, offset: number): void {
    if (offset >= 0xffff_ffff) return;
    if (this.count + 1 > this.tags.length * FULL) this.grow();
    let equal = 0;
    let at = this.start(tag);
    for (; this.offsets[at] !== 0; at = this.after(at)) {
      if (this.tags[at] !== tag) continue;
      equal += 1;
      if (equal < MOST_EQUAL) continue;
      // The newest counts; which of the older ones goes does not.
      this.offsets[at] = offset + 1;
      return;
    }
    this.tags[at] = tag;
    this.offsets[at] = offset + 1;
    this.count += 1;
  }

  clear(): void {
    this.tags = new Uint32Array(LEAST);
    this.offsets = new Uint32Array(LEAST);
    this.count = 0;
  }

  private start(tag: number): number {
    // The upper half of the product depends on all bits of the tag.
    return (Math.imul(tag ^ SEED, 0x9e3779b1) >>> 7) & (this.tags.length - 1);
  }

  private after(at: number): number {
    return (at + 1) & (this.tags.length - 1);
  }

  private grow(): void {
    const { tags, offsets } = this;
    this.tags = new Uint32Array(tags.length * 2);
    this.offsets = new Uint32Array(offsets.length * 2);
    for (const [i, offset] of offsets.entries()) {
      if (offset === 0) continue;
      const tag = tags[i] ?? 0;
      let at = this.start(tag);
      while (this.offsets[at] !== 0) at = this.after(at);
      this.tags[at] = tag;
      this.offsets[at] = offset;
    }
  }
}
