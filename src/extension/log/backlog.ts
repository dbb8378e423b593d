/** Something that waits to be written: text of a log, a line of our own, or a gap where so many lines are left out. */
export type Piece =
  | { readonly kind: 'log'; readonly text: string }
  | { readonly kind: 'line'; readonly text: string }
  | { readonly kind: 'gap'; readonly lines: number };

/** What waits to be written, bounded: of too much the oldest is left out, which is the middle of what is shown. */
export interface Backlog {
  add(piece: Piece): void;
  /** The next piece; of a log at most `room` characters. */
  take(room: number): Piece | undefined;
  clear(): void;
  /** Characters that wait. */
  readonly length: number;
}

/** `most` characters may wait; when there are more, the last `kept` and all lines of our own stay. */
export function backlog(most: number, kept: number): Backlog {
  let pieces: Piece[] = [];
  let length = 0;
  return {
    add: (piece) => {
      pieces.push(piece);
      length += size(piece);
      if (length <= most) return;
      pieces = shortened(pieces, length - kept);
      length = pieces.reduce((sum, one) => sum + size(one), 0);
    },
    take: (room) => {
      const [piece] = pieces;
      if (piece === undefined) return undefined;
      if (piece.kind !== 'log' || piece.text.length <= room) {
        pieces.shift();
        length -= size(piece);
        return piece;
      }
      pieces[0] = { kind: 'log', text: piece.text.slice(room) };
      length -= room;
      return { kind: 'log', text: piece.text.slice(0, room) };
    },
    clear: () => {
      pieces = [];
      length = 0;
    },
    get length() {
      return length;
    },
  };
}

const size = (piece: Piece): number => (piece.kind === 'log' ? piece.text.length : 0);

/** Without the first `surplus` characters of logs, and the rest of the line that they end in. */
function shortened(pieces: readonly Piece[], surplus: number): Piece[] {
  const lines: Piece[] = [];
  let left = surplus;
  let missing = 0;
  let index = 0;
  for (; index < pieces.length && left > 0; index += 1) {
    const piece = pieces[index];
    if (piece?.kind === 'line') lines.push(piece);
    if (piece?.kind === 'gap') missing += piece.lines;
    if (piece?.kind !== 'log') continue;
    if (piece.text.length <= left) {
      missing += lineEnds(piece.text);
      left -= piece.text.length;
      continue;
    }
    const end = piece.text.indexOf('\n', left - 1);
    const cut = end === -1 ? left : end + 1;
    missing += lineEnds(piece.text.slice(0, cut));
    return [
      ...lines,
      { kind: 'gap', lines: missing },
      { kind: 'log', text: piece.text.slice(cut) },
      ...pieces.slice(index + 1),
    ];
  }
  return [...lines, { kind: 'gap', lines: missing }, ...pieces.slice(index)];
}

function lineEnds(text: string): number {
  let count = 0;
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) count += 1;
  return count;
}
