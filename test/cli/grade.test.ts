import { spawn } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { inputLines } from '../../src/cli/input-lines';
import { packageRoot } from '../../src/protocol';
import { outcome } from './project';

interface Verdict {
  readonly id: string | number | null;
  readonly extracted?: string | null;
  readonly correct?: boolean;
  readonly ms?: number;
  readonly error?: string;
}

/** Runs `stagecraft grade` on a standard input, as a user would. */
async function graded(input: string | Iterable<string>) {
  const cli = join(packageRoot(), 'dist', 'stagecraft.cjs');
  const child = spawn(process.execPath, [cli, 'grade'], { cwd: tmpdir() });
  const done = outcome(child);
  for (const piece of typeof input === 'string' ? [input] : input)
    if (!child.stdin.write(piece)) await new Promise((resolve) => child.stdin.once('drain', resolve));
  child.stdin.end();
  const { code, stdout, stderr } = await done;
  const lines = stdout.split('\n').filter((line) => line !== '');
  return { code, stderr, verdicts: lines.map((line) => JSON.parse(line) as Verdict) };
}

const task = (id: string | number, response: string, gold = '5', kind = 'number'): string =>
  JSON.stringify({ id, kind, response, gold });

describe('stagecraft grade', () => {
  it('grades every kind, in the order of the lines', async () => {
    const { code, stderr, verdicts } = await graded(
      [
        task('b', '\\boxed{\\frac{1}{2}}', '0.5', 'boxed-math'),
        JSON.stringify({ id: 7, kind: 'choice', response: 'green', gold: 'B', options: ['red', 'green'] }),
        task('a', 'No, there is none.', 'yes', 'yes-no'),
        task('', 'I cannot tell.'),
        JSON.stringify({ kind: 'number', response: 'five', gold: 5 }),
      ].join('\n'),
    );
    expect([code, stderr]).toEqual([0, '']);
    expect(verdicts).toMatchObject([
      { id: 'b', extracted: '\\frac{1}{2}', correct: true },
      { id: 7, extracted: 'B', correct: true },
      { id: 'a', extracted: 'no', correct: false },
      { id: '', extracted: null, correct: false },
      { id: null, correct: true },
    ]);
    for (const { ms } of verdicts) expect(ms).toBeGreaterThanOrEqual(0);
  });

  it('takes a BOM, CRLF, empty lines and a missing final newline', async () => {
    const { code, verdicts } = await graded(
      `\ufeff${task(1, '5')}\r\n\r\n  \n${task(2, '6')}\r\n${task(3, '5')}`,
    );
    expect(code).toBe(0);
    expect(verdicts.map(({ id, correct }) => [id, correct])).toEqual([[1, true], [2, false], [3, true]]); // prettier-ignore
  });

  it('gives nothing for nothing', async () => {
    expect(await graded('')).toEqual({ code: 0, stderr: '', verdicts: [] });
  });

  it.each([
    ['{"id": "x", "kind": ', 'no JSON'],
    ['[1, 2]', 'not a JSON object'],
    ['null', 'not a JSON object'],
    ['{"id": "x"}', 'no `kind`: give one of boxed-math'],
    [task('x', '5', '5', 'essay'), 'unknown kind "essay"'],
    ['{"id": "x", "kind": "number", "gold": "5"}', '`response` is not a text'],
    ['{"id": "x", "kind": "number", "response": "5", "gold": null}', '`gold` is not a text'],
    [
      '{"id": "x", "kind": "choice", "response": "A", "gold": "A", "options": {"A": "red"}}',
      '`options` is not',
    ],
  ])('tells %j, grades the rest and ends with 1', async (broken, reason) => {
    const { code, stderr, verdicts } = await graded(`${task(1, '5')}\n${broken}\n${task(3, '5')}\n`);
    expect(code).toBe(1);
    expect(verdicts).toHaveLength(3);
    expect([verdicts[0]?.correct, verdicts[2]?.correct]).toEqual([true, true]);
    expect(verdicts[1]?.error).toContain(reason);
    expect(stderr).toContain('Line 2 of standard input: ');
    expect(stderr).not.toMatch(/\n {4}at /);
  });

  it('never lets its input control the terminal', async () => {
    const { stderr } = await graded('\u001b]0;x\u0007{\u009b31m\n');
    // eslint-disable-next-line no-control-regex
    expect(stderr).not.toMatch(/[\u001b\u009b\u0007]/);
  });

  it('streams 100,000 lines', async () => {
    const pieces = function* () {
      for (let i = 0; i < 100_000; i += 1) yield `${task(i, `The answer is ${i % 10}.`)}\n`;
    };
    const { code, verdicts } = await graded(pieces());
    expect(code).toBe(0);
    expect(verdicts).toHaveLength(100_000);
    expect(verdicts.every(({ id, correct }, i) => id === i && correct === (i % 10 === 5))).toBe(true);
  }, 120_000);

  it('grades a line of megabytes and skips one that is too long', async () => {
    const pieces = function* () {
      yield `${task(1, `${'so it is 4 or '.repeat(300_000)}\n\nThe answer is 5.`)}\n`;
      for (let i = 0; i < 33; i += 1) yield 'x'.repeat(1_000_000);
      yield `\n${task(3, '5')}`;
    };
    const { code, verdicts } = await graded(pieces());
    expect(code).toBe(1);
    expect(verdicts.map(({ id, correct }) => [id, correct])).toEqual([[1, true], [null, undefined], [3, true]]); // prettier-ignore
    expect(verdicts[1]?.error).toContain('million characters');
  });
});

describe('lines of an input', () => {
  const linesOf = async (
    chunks: readonly Buffer[],
    limit = 100,
  ): Promise<readonly (string | undefined)[]> => {
    const lines: (string | undefined)[] = [];
    // eslint-disable-next-line @typescript-eslint/require-await
    const stream = async function* () {
      yield* chunks;
    };
    for await (const line of inputLines(stream(), limit)) lines.push(line);
    return lines;
  };

  it('survive any cut of the stream, inside a character as well', async () => {
    const bytes = Buffer.from('a\r\n狗 é\n\nlast');
    for (let at = 0; at <= bytes.length; at += 1)
      expect(await linesOf([bytes.subarray(0, at), bytes.subarray(at)])).toEqual(['a', '狗 é', '', 'last']);
  });

  it('skip only the line that is too long', async () => {
    expect(await linesOf([Buffer.from('ab\nabc'), Buffer.from('def\nc\nabcdef')], 4)).toEqual([
      'ab',
      undefined,
      'c',
      undefined,
    ]);
  });
});
