import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { backlog, type Piece } from '../../../src/extension/log/backlog';
import { output } from '../../../src/extension/log/output';

/** Everything that a backlog gives, in pieces of at most `room`. */
function drain(from: ReturnType<typeof backlog>, room = 10): Piece[] {
  const taken: Piece[] = [];
  for (let piece = from.take(room); piece !== undefined; piece = from.take(room)) taken.push(piece);
  return taken;
}
const textOf = (pieces: readonly Piece[]): string =>
  pieces.map((piece) => (piece.kind === 'gap' ? `<${piece.lines}>` : piece.text)).join('');

describe('a backlog', () => {
  test('gives what it was given, in order and in small pieces', () => {
    const waiting = backlog(100, 50);
    waiting.add({ kind: 'log', text: 'first line\nsecond line\n' });
    waiting.add({ kind: 'line', text: 'ours, and longer than the room' });
    waiting.add({ kind: 'log', text: 'third' });
    const taken = drain(waiting);
    expect(textOf(taken)).toBe('first line\nsecond line\nours, and longer than the roomthird');
    expect(taken.every((piece) => piece.kind !== 'log' || piece.text.length <= 10)).toBe(true);
    expect(waiting.length).toBe(0);
  });

  test('leaves out whole lines of the older part, and counts them', () => {
    const waiting = backlog(100, 50);
    for (let i = 0; i < 12; i += 1)
      waiting.add({ kind: 'log', text: `line ${String(i).padStart(4, '0')}\n` });
    expect(textOf(drain(waiting))).toBe(
      `<6>${[6, 7, 8, 9, 10, 11].map((i) => `line ${String(i).padStart(4, '0')}\n`).join('')}`,
    );
  });

  test('gaps add up, and lines of ours stay', () => {
    const waiting = backlog(20, 10);
    waiting.add({ kind: 'line', text: '[see]' });
    for (let i = 0; i < 100; i += 1) waiting.add({ kind: 'log', text: 'abcd\n' });
    const text = textOf(drain(waiting));
    expect(text).toMatch(/^\[see\]<9\d>(abcd\n)+$/);
    const kept = text.match(/abcd/g)?.length ?? 0;
    expect(Number(/<(\d+)>/.exec(text)?.[1]) + kept).toBe(100);
  });

  test('no more waits than may, and no line is lost without being counted', () => {
    fc.assert(
      fc.property(
        fc.array(fc.string({ unit: fc.constantFrom('a', '\n'), maxLength: 60 }), { maxLength: 60 }),
        (texts) => {
          const waiting = backlog(100, 50);
          for (const text of texts) {
            waiting.add({ kind: 'log', text });
            expect(waiting.length).toBeLessThanOrEqual(100);
          }
          const all = texts.join('');
          const taken = drain(waiting);
          const shown = taken.flatMap((piece) => (piece.kind === 'log' ? [piece.text] : [])).join('');
          const missing = taken.reduce((sum, piece) => sum + (piece.kind === 'gap' ? piece.lines : 0), 0);
          expect(all.endsWith(shown)).toBe(true);
          expect(missing + shown.split('\n').length).toBe(all.split('\n').length);
        },
      ),
    );
  });
});

describe('output', () => {
  const gap = (lines: number): string => `<${lines} lines>`;

  test('lines of ours stand on lines of their own, and end colours of the log', async () => {
    let text = '';
    const out = output((piece) => (text += piece), gap);
    out.line('head');
    out.log('\u001b[31mred');
    out.line('ours');
    out.log('next\n');
    out.line('end');
    await out.written();
    expect(text).toBe('head\r\n\u001b[31mred\u001b[0m\r\nours\r\nnext\r\nend\r\n');
  });

  test('100 MB at once: written in small pieces, most of it left out, and none of them while it is given', async () => {
    const writes: number[] = [];
    let end = '';
    const out = output((piece) => {
      writes.push(piece.length);
      end = (end + piece).slice(-200);
    }, gap);
    const line = `${'step 12/100  reward 0.25 '.repeat(4)}\n`;
    const piece = line.repeat(600);
    for (let i = 0; i < 100e6 / piece.length; i += 1) {
      const before = writes.length;
      out.log(piece);
      expect(writes).toHaveLength(before);
      if (i % 100 === 0) await new Promise(setImmediate);
    }
    out.log('the last line\n');
    await out.written();
    expect(end.endsWith('the last line\r\n')).toBe(true);
    expect(Math.max(...writes)).toBeLessThan(200_000);
    expect(writes.reduce((sum, length) => sum + length, 0)).toBeLessThan(20e6);
  });

  test('after it is disposed nothing is written', async () => {
    let text = '';
    const out = output((piece) => (text += piece), gap);
    out.log('never');
    out.dispose();
    await new Promise((resolve) => setTimeout(resolve, 60));
    expect(text).toBe('');
  });
});
