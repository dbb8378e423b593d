import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fixAll, type Snapshot } from '../../../src/service';
import { curriculumTemplates } from '../../../src/service/templates';
import { snapshotOf } from '../snapshot';
import { WHOLE } from './broken';
import { after, diagnosticsOf, errorCodes, fixesFor } from './support';

const EXAMPLES = [
  readFileSync('examples/published-schema/rehearsal.curriculum.yaml', 'utf8').replace(/^(?:#.*\n)+/u, ''),
  WHOLE,
  readFileSync('examples/shape-math/shape-math.curriculum.yaml', 'utf8'),
  readFileSync('examples/paper/base.curriculum.yaml', 'utf8'),
  // The paper's extend that file, and no file stands beside these texts.
  ...curriculumTemplates()
    .filter(({ kind }) => kind !== 'paper')
    .map((template) => template.text('mine')),
].map((text) => ({ path: resolve('/curricula/main.curriculum.yaml'), text }));

const example = fc.constantFrom(...EXAMPLES);

interface Mutation {
  readonly at: number;
  readonly cut: number;
  readonly put: string;
}

const mutation: fc.Arbitrary<Mutation> = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  cut: fc.constantFrom(0, 0, 1, 1, 2, 5),
  put: fc.constantFrom(
    '',
    '',
    'x',
    ' ',
    '  ',
    ':',
    '"',
    "'",
    '[',
    ']',
    '{',
    '}',
    ',',
    '#',
    '\t',
    '\n',
    '&a ',
    '*a',
    '!t ',
  ),
});

/** A typing mistake: a few characters gone, doubled or wrong. */
const slip = (text: string, { at, cut, put }: Mutation): string => {
  const offset = Math.floor(at * text.length);
  return text.slice(0, offset) + put + text.slice(offset + cut);
};

const open = (text: string, path: string): Snapshot => snapshotOf(text, path, () => undefined);

describe('quick fixes of examples with slips', () => {
  it('never gives more errors by a preferred fix', { timeout: 240_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(example, mutation, async ({ path, text }, change) => {
        const snapshot = open(slip(text, change), path);
        for (const diagnostic of diagnosticsOf(snapshot)) {
          const fixes = await fixesFor(snapshot, diagnostic);
          for (const fix of fixes) {
            // Every fix can be made; the preferred one must not make things worse.
            const mended = after(snapshot, fix);
            if (fix.isPreferred !== true) continue;
            const said = `${fix.title} for ${JSON.stringify(diagnostic)}\n${mended.source.text}\n${JSON.stringify(mended.checked.problems.filter(({ severity }) => severity === 'error'))}`;
            expect(errorCodes(mended).length, said).toBeLessThanOrEqual(errorCodes(snapshot).length);
          }
        }
      }),
      { numRuns: 25 },
    );
  });

  it('mends all that is sure, leaving fewer problems each time', { timeout: 240_000 }, async () => {
    let mended = 0;
    await fc.assert(
      fc.asyncProperty(
        example,
        fc.array(mutation, { minLength: 1, maxLength: 4 }),
        async ({ path, text }, all) => {
          const snapshot = open(all.reduce(slip, text), path);
          const action = await fixAll(snapshot);
          if (action === undefined) return;
          mended++;
          const result = after(snapshot, action);
          expect(result.checked.problems.length, result.source.text).toBeLessThan(
            snapshot.checked.problems.length,
          );
          expect(errorCodes(result).length).toBeLessThanOrEqual(errorCodes(snapshot).length);
        },
      ),
      { numRuns: 25 },
    );
    expect(mended).toBeGreaterThan(3);
  });
});
