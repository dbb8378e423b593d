import type { Position, Range } from '../../protocol';

/**
 * Turns offsets of one text into lines and columns and back, all counted in UTF-16 code units from zero as editors
 * and LSP do. A line ends at `\n`, `\r\n` or a lone `\r`. Building is one pass, made when it is first asked; a lookup
 * is a binary search.
 */
export class LineIndex {
  private made: readonly number[] | undefined;
  private readonly length: number;

  constructor(private readonly text: string) {
    this.length = text.length;
  }

  private get starts(): readonly number[] {
    return (this.made ??= startsOf(this.text));
  }

  get lineCount(): number {
    return this.starts.length;
  }

  /** Offset of the first unit of a line; lines outside the text are clamped to its first or last line. */
  lineStart(line: number): number {
    return this.starts[Math.min(Math.max(line, 0), this.starts.length - 1)] ?? 0;
  }

  /** The position of an offset; offsets outside the text are clamped to it. */
  position(offset: number): Position {
    const at = Math.min(Math.max(offset, 0), this.length);
    const { starts } = this;
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((starts[middle] ?? 0) <= at) low = middle;
      else high = middle - 1;
    }
    return { offset: at, line: low, column: at - (starts[low] ?? 0) };
  }

  /** The offset of a line and column; a column beyond the line's end is clamped to the start of the next line. */
  offset(line: number, column: number): number {
    const start = this.lineStart(line);
    const end = line + 1 < this.starts.length ? this.lineStart(line + 1) : this.length;
    return Math.min(start + Math.max(column, 0), end);
  }

  range(start: number, end: number): Range {
    return { start: this.position(start), end: this.position(Math.max(start, end)) };
  }
}

function startsOf(text: string): readonly number[] {
  const starts = [0];
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit === 10 || (unit === 13 && text.charCodeAt(i + 1) !== 10)) starts.push(i + 1);
  }
  return starts;
}
