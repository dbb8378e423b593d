import { gapBetween } from './gaps';
import type { Piece } from './pieces';

/** A line as it will stand, without its end; there is one for each line of the text. */
export interface FormattedLine {
  readonly kind: 'blank' | 'comment' | 'code' | 'text' | 'block';
  readonly oldIndent: number;
  /** The column to stand at; for a comment it is decided later. */
  readonly indent: number;
  readonly text: string;
  /** Columns at which entries and items begin in this line, before and after. */
  readonly levels: readonly Level[];
}

export interface Level {
  readonly old: number;
  readonly now: number;
}

interface OpenLine {
  kind: FormattedLine['kind'];
  oldIndent: number;
  indent: number;
  text: string;
  levels: Level[];
  last?: Piece;
  gap: string;
  /** Characters of the line that were read. */
  column: number;
}

const fresh = (): OpenLine => ({
  kind: 'blank',
  oldIndent: 0,
  indent: 0,
  text: '',
  levels: [],
  gap: '',
  column: 0,
});

/** Puts the tokens of a text into lines again, each with the indentation and the blanks it should have. */
export function layLines(pieces: readonly Piece[]): readonly FormattedLine[] {
  const lines: FormattedLine[] = [];
  let line = fresh();
  const push = (): void => {
    lines.push({ ...line, text: line.kind === 'text' ? line.text : line.text.trimEnd() });
    line = fresh();
  };
  for (const piece of pieces) {
    switch (piece.type) {
      case 'newline':
        push();
        break;
      case 'space':
        if (line.last === undefined && line.kind === 'blank') line.oldIndent += piece.source.length;
        else line.gap += piece.source;
        line.column += piece.source.length;
        break;
      case 'block-text':
        lines.push(...blockText(piece));
        // Without a line end the text goes to the end of the file, and no line follows.
        if (piece.source !== '' && !piece.source.endsWith('\n')) return lines;
        break;
      default:
        addPiece(line, piece);
        if (piece.source.includes('\n')) {
          const [first = '', ...rest] = piece.source.split('\n');
          line.text = line.text.slice(0, line.text.length - piece.source.length) + first;
          for (const text of rest) {
            const delta = line.indent - line.oldIndent;
            lines.push({ ...line, text: withoutReturn(line.text) });
            line = textLine(text, piece, delta);
          }
        }
    }
  }
  push();
  return lines;
}

function addPiece(line: OpenLine, piece: Piece): void {
  if (line.last === undefined && line.kind === 'blank') {
    line.kind = piece.type === 'comment' ? 'comment' : 'code';
    line.indent = piece.column;
    line.text = piece.source;
    line.levels.push({ old: line.column, now: piece.column });
  } else {
    line.text += line.last === undefined ? line.gap : gapBetween(line.last, piece, line.gap);
    if (piece.begins) line.levels.push({ old: line.column, now: piece.column });
    line.text += piece.source;
  }
  line.gap = '';
  line.last = piece;
  line.column += piece.source.length;
}

/** A further line of a text that is folded: its indentation says nothing, so it moves along with the first. */
function textLine(text: string, piece: Piece, delta: number): OpenLine {
  const written = withoutReturn(text);
  const oldIndent = written.length - written.replace(/^ +/, '').length;
  const isEmpty = written.trim() === '';
  return {
    ...fresh(),
    kind: 'text',
    oldIndent,
    indent: isEmpty ? oldIndent : Math.max(piece.content, oldIndent + delta),
    text: written.slice(oldIndent),
    last: piece,
    column: written.length,
  };
}

/** The lines of a block text: every blank behind the indentation is part of the value. */
function blockText(piece: Piece): readonly FormattedLine[] {
  const written = piece.source.split('\n').map((one) => withoutReturn(one));
  // The last line end closes the text; what comes behind it is a line of its own.
  if (written.at(-1) === '') written.pop();
  const first = written.find((one) => one.trim() !== '') ?? '';
  const old = piece.old ?? first.length - first.replace(/^ +/, '').length;
  return written.map((one) => {
    const oldIndent = Math.min(old, one.length - one.replace(/^ +/, '').length);
    const text = one.slice(oldIndent);
    return { kind: 'block', oldIndent, indent: text === '' ? 0 : piece.column, text, levels: [] };
  });
}

const withoutReturn = (text: string): string => (text.endsWith('\r') ? text.slice(0, -1) : text);
