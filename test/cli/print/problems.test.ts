import { describe, expect, it } from 'vitest';
import { resolve } from 'node:path';
import { countLine, printProblems } from '../../../src/cli/print/problems';
import type { Problem } from '../../../src/protocol';
import { plainTerminal } from '../terminal';

const file = resolve('a.curriculum.yaml');

function problem(line: number, from: number, to: number, extra: Partial<Problem> = {}): Problem {
  const at = (column: number) => ({ offset: 0, line, column });
  return {
    code: 'SC102',
    severity: 'error',
    message: 'Unknown key `epoch`',
    place: { file, range: { start: at(from), end: at(to) } },
    ...extra,
  };
}

function print(text: string, ...problems: Problem[]): string {
  const terminal = plainTerminal();
  printProblems(problems, terminal, new Map([[file, text]]));
  return terminal.lines.join('\n');
}

describe('printProblems', () => {
  it('prints place, code, message, source line, caret and help', () => {
    expect(print('stages:\n  - epoch: 3\n', problem(1, 4, 9, { hint: 'did you mean `epochs`?' }))).toBe(
      [
        'a.curriculum.yaml:2:5: error[SC102]: Unknown key `epoch`',
        '  2 |   - epoch: 3',
        '    |     ^^^^^',
        '  help: did you mean `epochs`?',
        '',
      ].join('\n'),
    );
  });

  it('keeps the caret under the text behind tabs, wide characters and CRLF', () => {
    expect(print('\tname: 数学 x\r\n', problem(0, 10, 11))).toContain(
      `  1 |     name: 数学 x\n    | ${' '.repeat(15)}^`,
    );
  });

  it('cuts a very long line around the caret', () => {
    const lines = print(`${'a'.repeat(5000)}!${'b'.repeat(5000)}`, problem(0, 5000, 5001)).split('\n');
    expect(lines[1]!.length).toBeLessThan(200);
    expect(lines[1]![lines[2]!.indexOf('^')]).toBe('!');
  });

  it('prints problems without a range or with an unreadable file', () => {
    expect(print('', { ...problem(0, 0, 1), place: { file: resolve('gone.yaml') } })).toContain(
      'gone.yaml: error[SC102]',
    );
  });
});

describe('countLine', () => {
  it('counts by severity', () => {
    expect(countLine([])).toBe('no problems');
    expect(countLine([problem(0, 0, 1), problem(0, 0, 1), problem(0, 0, 1, { severity: 'warning' })])).toBe(
      '2 errors, 1 warning',
    );
  });
});
