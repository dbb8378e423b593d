import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatLines } from '../../../src/service/format/format-text';
import { meaningOf, readCleanly } from '../../../src/service/format/meaning';
import { messyYaml } from './messy';

/** The text as formatted, without the check that an editor's request makes of it afterwards. */
const formatted = (text: string, step: number): string | undefined =>
  formatLines(text, step)
    ?.flatMap((line) => line.now ?? [])
    .join('\n');

describe('formatting of random documents', () => {
  it('never changes what a text says, and has nothing left to do the second time', () => {
    let clean = 0;
    fc.assert(
      fc.property(messyYaml, fc.constantFrom(2, 2, 4), (text, step) => {
        const before = readCleanly(text);
        if (before === undefined) return;
        const now = formatted(text, step);
        if (now === undefined) throw new Error('not formatted');
        clean++;
        const after = readCleanly(now);
        expect(after && meaningOf(after)).toBe(meaningOf(before));
        expect(formatted(now, step)).toBe(now);
      }),
      { numRuns: 1000 },
    );
    expect(clean).toBeGreaterThan(500);
  });
});
