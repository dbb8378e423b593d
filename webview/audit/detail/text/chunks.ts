import type { Block } from './blocks';

/** Blocks that are drawn together; the browser leaves out of its layout what is not near the screen. */
export interface Chunk {
  readonly start: number;
  readonly end: number;
  readonly blocks: readonly Block[];
  /** A guess of its height in CSS pixels until it is drawn. */
  readonly height: number;
}

/** Characters of a chunk: about a screen, drawn in a few ms. */
export const CHUNK = 3000;
const LINE_HEIGHT = 20;
const LINE_LENGTH = 90;

/** Gathers blocks into chunks, in order. */
export function chunksOf(blocks: readonly Block[], size = CHUNK): readonly Chunk[] {
  const chunks: Chunk[] = [];
  let gathered: Block[] = [];
  const flush = (): void => {
    const [first, last] = [gathered[0], gathered.at(-1)];
    if (first === undefined || last === undefined) return;
    const height = gathered.reduce(
      (sum, { start, end }) => sum + (Math.ceil((end - start) / LINE_LENGTH) + 0.5) * LINE_HEIGHT,
      0,
    );
    chunks.push({ start: first.start, end: last.end, blocks: gathered, height: Math.round(height) });
    gathered = [];
  };
  for (const block of blocks) {
    gathered.push(block);
    if (block.end - (gathered[0]?.start ?? 0) >= size) flush();
  }
  flush();
  return chunks;
}
