import type { Pieces } from './likeness';

/** Pieces of a block of memory; the first is small, since most groups are the few questions of one image. */
const [FIRST, BLOCK] = [1 << 8, 1 << 18];

/**
 * Numbers and pieces of the questions that stayed, by their place in order from 0. Pieces lie one after another in blocks:
 * an array for each of a million questions would take three times as much for itself.
 */
export class Stayed {
  private readonly blocks: Uint32Array[] = [];
  private free = 0;
  private readonly block: number[] = [];
  private readonly start: number[] = [];
  private readonly length: number[] = [];
  private readonly numbers: string[] = [];

  get count(): number {
    return this.block.length;
  }

  /** Returns its place. */
  add(numbers: string, pieces: Pieces): number {
    if (this.free + pieces.length > (this.blocks.at(-1)?.length ?? 0)) {
      const room = this.blocks.length === 0 ? FIRST : BLOCK;
      this.blocks.push(new Uint32Array(Math.max(room, pieces.length)));
      this.free = 0;
    }
    this.blocks.at(-1)?.set(pieces, this.free);
    this.block.push(this.blocks.length - 1);
    this.start.push(this.free);
    this.length.push(pieces.length);
    this.numbers.push(numbers);
    this.free += pieces.length;
    return this.count - 1;
  }

  numbersOf(at: number): string | undefined {
    return this.numbers[at];
  }

  sizeOf(at: number): number {
    return this.length[at] ?? 0;
  }

  piecesOf(at: number): Pieces {
    const start = this.start[at] ?? 0;
    return (this.blocks[this.block[at] ?? 0] ?? NONE).subarray(start, start + this.sizeOf(at));
  }
}

const NONE = new Uint32Array(0);
