/** As much of each end of a line as is looked at: a line may be a whole data set. */
export const LONGEST_PART = 4_000;

export interface Line {
  readonly text: string;
  /** From 1, counted by line feeds as editors and `grep -n` do. */
  readonly number: number;
}

export interface LineSplitter {
  readonly push: (chunk: string) => readonly Line[];
  /** The last line, when it has no end. */
  readonly end: () => readonly Line[];
}

/**
 * Cuts text that comes in pieces into lines, the same ones however it was cut. A carriage return ends what a progress
 * bar shows, not the line in the file. Of a long line the first and the last 4,000 characters are kept; empty lines
 * are left out.
 */
export function lineSplitter(): LineSplitter {
  let head = '';
  let tail = '';
  let left = false;
  let number = 1;

  const add = (piece: string): void => {
    const room = LONGEST_PART - head.length;
    if (room > 0) head += piece.slice(0, room);
    if (piece.length <= room) return;
    tail += piece.slice(Math.max(room, 0));
    // Cut rarely: half a megabyte in small pieces would otherwise be copied again and again.
    if (tail.length > 4 * LONGEST_PART) {
      tail = tail.slice(-LONGEST_PART);
      left = true;
    }
  };
  const take = (into: Line[]): void => {
    const cut = left || tail.length > LONGEST_PART;
    const text = cut ? `${head} ... ${tail.slice(-LONGEST_PART)}` : head + tail;
    head = tail = '';
    left = false;
    if (text !== '') into.push({ text, number });
  };

  return {
    push: (chunk) => {
      const lines: Line[] = [];
      let from = 0;
      for (const match of chunk.matchAll(/[\r\n]/g)) {
        add(chunk.slice(from, match.index));
        take(lines);
        if (match[0] === '\n') number += 1;
        from = match.index + 1;
      }
      add(chunk.slice(from));
      return lines;
    },
    end: () => {
      const lines: Line[] = [];
      take(lines);
      return lines;
    },
  };
}
