import { describe, expect, it } from 'vitest';
import { foldingRanges } from '../../../src/service/structure';
import { snapshotAt, snapshotOf } from '../snapshot';

const folds = (text: string): string[] =>
  foldingRanges(snapshotOf(text)).map(
    ({ startLine, endLine, kind }) => `${startLine}-${endLine}${kind === undefined ? '' : ` ${kind}`}`,
  );

describe('folding', () => {
  it('folds mappings, lists, items and block texts', () => {
    expect(
      folds(`datasets:
  a:
    capability: perception
    train: a.jsonl

stages:
  - id: see
    where: |
      pass_rate < 1
      AND len(images) = 1
  - id: think
    data: [
      a,
      b ]
`),
    ).toEqual(['0-3', '1-3', '5-13', '6-9', '7-9', '10-13', '11-13']);
  });

  it('folds runs of comments and regions, but not the `#` of a text', () => {
    expect(
      folds(`# one
# two
name: x # trailing
# region data
datasets:
  a: { train: a.jsonl }
# endregion
prompt: |
  # a heading
  # another
# alone
`),
    ).toEqual(['0-1 comment', '3-6 region', '4-5', '7-9']);
  });

  it('knows regions inside regions and lets a stray end be', () => {
    expect(folds('# endregion\n#region a\n# region b\nname: x\n#endregion\n#endregion')).toEqual([
      '1-5 region',
      '2-4 region',
    ]);
  });

  it('folds every stage of the example', () => {
    const snapshot = snapshotAt('examples/shape-math/shape-math.curriculum.yaml');
    const starts = foldingRanges(snapshot).map(
      ({ startLine }) => snapshot.source.text.split('\n')[startLine],
    );
    for (const line of ['stages:', '  - id: see', '  - id: think', '  - id: see-and-think', 'defaults:'])
      expect(starts).toContain(line);
  });

  it('answers nothing for nothing', () => expect(folds('')).toEqual([]));
});
