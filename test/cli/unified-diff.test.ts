import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { unifiedDiff } from '../../src/cli/print/unified-diff';

/** Makes a diff's changes, as `patch` would. */
function patched(before: string, diff: string): string {
  const old = before.split('\n').slice(0, -1);
  const lines: string[] = [];
  let at = 0;
  for (const line of diff.split('\n').slice(2)) {
    const head = /^@@ -(\d+),(\d+) \+\d+,\d+ @@$/.exec(line);
    if (head !== null) {
      const start = Number(head[1]) - (head[2] === '0' ? 0 : 1);
      lines.push(...old.slice(at, start));
      at = start;
    } else if (line.startsWith('+')) lines.push(line.slice(1));
    else if (line !== '') {
      if (old[at] !== line.slice(1)) throw new Error(`line ${at + 1} is not ${line}`);
      if (line.startsWith(' ')) lines.push(line.slice(1));
      at += 1;
    }
  }
  return [...lines, ...old.slice(at)].map((line) => `${line}\n`).join('');
}

const text = fc
  .array(fc.constantFrom('a', 'b', 'c', 'd: 1', '  e'), { maxLength: 30 })
  .map((lines) => lines.map((line) => `${line}\n`).join(''));

describe('a unified diff', () => {
  it('gives the second text from the first', () => {
    fc.assert(
      fc.property(text, text, (before, after) => {
        expect(patched(before, unifiedDiff('x', before, after))).toBe(after);
      }),
    );
  });

  it('shows three lines around a change, and nothing else', () => {
    const before = Array.from({ length: 20 }, (_, index) => `${index + 1}\n`).join('');
    expect(unifiedDiff('f.yaml', before, before.replace('10\n', '10\nnew\n'))).toBe(
      '--- a/f.yaml\n+++ b/f.yaml\n@@ -8,6 +8,7 @@\n 8\n 9\n 10\n+new\n 11\n 12\n 13\n',
    );
    expect(unifiedDiff('f.yaml', before, before)).toBe('');
  });
});
