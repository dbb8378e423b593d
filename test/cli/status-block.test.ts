import { describe, expect, it } from 'vitest';
import { statusBlock } from '../../src/cli/status-block';

const ESC = '\u001b';

/** A screen that does what the block's sequences say: cursor up, erase, wrapping at its width. */
function screen(columns: number) {
  const rows: string[] = [''];
  let row = 0;
  let column = 0;
  const put = (char: string) => {
    if (column >= columns) newLine();
    rows[row] =
      (rows[row] ?? '').slice(0, column).padEnd(column) + char + (rows[row] ?? '').slice(column + 1);
    column += 1;
  };
  const newLine = () => {
    row += 1;
    column = 0;
    rows[row] ??= '';
  };
  let writes = 0;
  const write = (text: string) => {
    writes += 1;
    for (const piece of text.replaceAll(ESC, '␛').match(/␛\[\d*[A-Za-z]|[^]/g) ?? []) {
      const up = /^␛\[(\d+)A$/.exec(piece);
      if (up) row -= Number(up[1]);
      else if (piece === '␛[0J') {
        rows[row] = (rows[row] ?? '').slice(0, column);
        rows.splice(row + 1);
      } else if (piece === '␛[K') rows[row] = (rows[row] ?? '').slice(0, column);
      else if (piece === '\r') column = 0;
      else if (piece === '\n') newLine();
      else if (piece.startsWith('␛')) throw new Error(`unknown sequence ${JSON.stringify(piece)}`);
      else put(piece);
    }
  };
  return { columns, write, rows: () => rows.filter((line) => line !== ''), writes: () => writes };
}

describe('the status block', () => {
  it('leaves nothing behind, however long its lines are', () => {
    const terminal = screen(20);
    const block = statusBlock(terminal);
    block.above('first');
    block.set(['a'.repeat(50), 'short']);
    block.set(['b'.repeat(55), 'other']);
    expect(terminal.rows()).toEqual(['first', `${'b'.repeat(18)}…`, 'other']);
    block.above('second');
    expect(terminal.rows()).toEqual(['first', 'second', `${'b'.repeat(18)}…`, 'other']);
    block.set([]);
    expect(terminal.rows()).toEqual(['first', 'second']);
  });

  it('shrinks and grows', () => {
    const terminal = screen(20);
    const block = statusBlock(terminal);
    block.set(['one', 'two', 'three']);
    block.set(['longer than one']);
    expect(terminal.rows()).toEqual(['longer than one']);
    block.set(['1', '2']);
    expect(terminal.rows()).toEqual(['1', '2']);
  });

  it('writes once a change, and nothing without one', () => {
    const terminal = screen(20);
    const block = statusBlock(terminal);
    block.set(['same']);
    block.set(['same']);
    expect(terminal.writes()).toBe(1);
    block.set(['other']);
    block.above('a line');
    expect(terminal.writes()).toBe(3);
  });

  it('takes away the rows that a narrower screen has folded its lines into', () => {
    const written: string[] = [];
    const screen = { columns: 80, write: (text: string) => written.push(text) };
    const block = statusBlock(screen);
    block.set(['x'.repeat(70), 'y']);
    screen.columns = 40;
    block.set(['z']);
    expect(written.at(-1)?.startsWith(`\r${ESC}[3A`)).toBe(true);
  });
});
