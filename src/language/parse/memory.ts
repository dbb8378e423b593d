import { readHeld, type Piece } from './piece';

/**
 * The pieces of the last version of one file, by their text: a new version takes from it what it still has. It holds
 * no more than that one version, so it needs no other limit.
 */
export interface ParseMemory {
  pieces: ReadonlyMap<string, Piece>;
}

export const createMemory = (): ParseMemory => ({ pieces: new Map() });

/** Pieces that are kept of texts that could not be read piece by piece. */
const MOST_KEPT = 20_000;

/**
 * Reads pieces, through a memory where there is one. `done` says whether the text was read to its end: the memory
 * then holds its pieces, else those of the version before as well, for the slip will soon be mended.
 */
export function pieceReader(memory: ParseMemory = createMemory()): {
  readonly read: (text: string) => Piece;
  readonly done: (isWhole: boolean) => void;
} {
  const asked = new Map<string, Piece>();
  return {
    read: (text) => {
      const piece = asked.get(text) ?? memory.pieces.get(text) ?? readHeld(text);
      asked.set(text, piece);
      return piece;
    },
    done: (isWhole) => {
      const keeps = !isWhole && memory.pieces.size < MOST_KEPT;
      memory.pieces = keeps ? new Map([...memory.pieces, ...asked]) : asked;
    },
  };
}
