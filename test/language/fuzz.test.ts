import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { checkAllVariants, problemCodes } from '../../src/language';
import type { Place } from '../../src/protocol';
import { MAIN, timed } from './helpers';
import { edit, fixtures as seeds, scrap } from './mutations';
import { HANG } from '../fixtures/hang';

/** `STAGECRAFT_FUZZ=100000 npx vitest run test/language/fuzz.test.ts` for volume. */
const RUNS = Number(process.env.STAGECRAFT_FUZZ ?? 2000);

const mutated = fc
  .tuple(fc.constantFrom(...seeds), fc.array(edit, { minLength: 1, maxLength: 6 }))
  .map(([text, edits]) => edits.reduce((current, change) => change(current), text));

let worst = 0;
afterAll(() => {
  if (process.env.STAGECRAFT_FUZZ !== undefined) console.log(`worst document: ${worst.toFixed(1)} ms`);
});

/** What must hold for any text whatever. */
function survives(text: string): void {
  const { result, ms } = timed(() =>
    checkAllVariants(MAIN, { text, read: (path) => (path === MAIN ? text : undefined) }),
  );
  const { base, variants, problems } = result;
  const known = new Map(base.files.map(({ path, text: read }) => [path, read]));
  const inside = ({ file, range }: Place): void => {
    const length = known.get(file)?.length ?? 0;
    if (range === undefined) return;
    expect(range.start.offset).toBeLessThanOrEqual(range.end.offset);
    expect(range.end.offset).toBeLessThanOrEqual(length);
  };
  for (const problem of problems) {
    expect(problemCodes).toHaveProperty(problem.code);
    expect(problem.message).not.toMatch(/undefined|\[object|NaN/);
    expect(problem.message.length).toBeLessThan(400);
    inside(problem.place);
    problem.related?.forEach((one) => inside(one.place));
  }
  for (const checked of [base, ...variants.values()]) {
    for (const [index, stage] of (checked.curriculum?.stages ?? []).entries()) {
      inside(checked.locate(['stages', index]));
      for (const key of ['where', 'order', 'until'] as const) {
        inside(checked.locateText(['stages', index, key], 0, stage[key]?.length ?? 0));
      }
    }
  }
  // A text without any problem must mean something.
  if (problems.length === 0) expect(base.curriculum?.stages.length).toBeGreaterThan(0);
  worst = Math.max(worst, ms);
  // Far above what any of these takes; a hang or an explosion is what this is after.
  expect(ms).toBeLessThan(HANG);
}

describe('any text', () => {
  it('made of a curriculum by cutting, pasting and typing is survived', () => {
    fc.assert(fc.property(mutated, survives), { numRuns: RUNS });
  }, 3_600_000);

  it('made of scraps is survived', () => {
    const scraps = fc.array(fc.oneof(scrap, fc.constantFrom('stages:', 'datasets:', 'id', ' ')), {
      maxLength: 40,
    });
    fc.assert(
      fc.property(scraps, (parts) => survives(parts.join(''))),
      { numRuns: RUNS },
    );
  }, 3_600_000);

  it('that is half a curriculum is survived, wherever it ends', () => {
    const [text = ''] = seeds;
    for (let end = 0; end < text.length; end += 7) survives(text.slice(0, end));
  });
});
