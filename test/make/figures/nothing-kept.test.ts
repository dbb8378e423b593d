import { describe, expect, it } from 'vitest';
import { nothingKept } from '../../../src/make';
import type { FunnelStep, MakeStep } from '../../../src/protocol';

const step = (name: MakeStep, before: number, out: number, reason = `why at ${name}`): FunnelStep => ({
  step: name,
  in: before,
  out,
  dropped: before === out ? [] : [{ reason, count: before - out, samples: [] }],
});

describe('that no row was kept', () => {
  it('is not said of a make that kept some', () => {
    expect(nothingKept([step('keep', 10, 1)], 1)).toBeUndefined();
  });

  it('names the step where most fell', () => {
    const few = nothingKept([step('write', 1_000, 9, 'Its reply is empty.'), step('keep', 9, 0)], 0);
    expect(few?.words).toBe(
      'No row was kept: of 1,000 that came in 991 fell at `write` (991 times: Its reply is empty).',
    );
    expect(few?.hint).toMatch(/replies of the writer/);
  });

  it.each([
    ['many', 408, 62],
    ['not many less', 20, 8],
  ])(
    'names the step at which all fell, too, where %s came to it, and what to change there',
    (_, came, left) => {
      const said = nothingKept(
        [step('source', came, left), step('keep', left, 0), step('duplicates', 0, 0)],
        0,
      );
      expect(said?.words).toBe(
        `No row was kept: of ${came} that came in ${came - left} fell at \`source\` (${came - left} times: why at source), and all ${left} that came to \`keep\` fell there (${left} times: why at keep).`,
      );
      expect(said?.hint).toMatch(/^Let `keep` be less strict/);
    },
  );
});
