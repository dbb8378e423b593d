import { describe, expect, it } from 'vitest';
import type { MakeSource } from '../../../src/language';
import { warningsOf } from '../../../src/make/figures';
import { MAKE } from '../support/context';

const figures = { positions: {}, kinds: {}, splits: {}, outcomes: [], agreement: [] };
const said = (source: MakeSource, rows: { train?: number }): string =>
  warningsOf({
    make: { ...MAKE('/w'), answer_with: [], source, split: { val: 0.1, test: 0 } },
    figures: { ...figures, blind: NONE, duplicates: NONE },
    funnel: [],
    rows,
  }).join(' ');
const NONE = { count: 0, of: 0, low: 0, high: 1 };

describe('what should be known before data is trained on', () => {
  it.each([
    [MAKE('/w').source, 'give more captions'],
    [{ kind: 'datasets', ids: ['other'] } as const, 'give more rows'],
  ])('says of few rows what to give more of', (source, words) => {
    expect(said(source, { train: 5 })).toContain(words);
  });

  it('says that a split has no image, but not where there is no row at all', () => {
    expect(said(MAKE('/w').source, { train: 5 })).toContain('No image fell to `val`');
    expect(said(MAKE('/w').source, {})).not.toContain('No image fell');
  });
});
