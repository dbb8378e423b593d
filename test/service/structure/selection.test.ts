import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { SelectionRange } from 'vscode-languageserver-types';
import { selectionRanges } from '../../../src/service/structure';
import type { Snapshot } from '../../../src/service';
import { atCursor, snapshotOf } from '../snapshot';

function steps(snapshot: Snapshot, offset: number): string[] {
  const { source } = snapshot;
  const { line, column } = source.lines.position(offset);
  const [found] = selectionRanges(snapshot, [{ line, character: column }]);
  const texts: string[] = [];
  for (let at: SelectionRange | undefined = found; at !== undefined; at = at.parent) {
    const { start, end } = at.range;
    texts.push(
      source.text.slice(
        source.lines.offset(start.line, start.character),
        source.lines.offset(end.line, end.character),
      ),
    );
  }
  return texts;
}

const stepsAt = (marked: string): string[] => {
  const { text, offset } = atCursor(marked);
  return steps(snapshotOf(text), offset);
};

describe('growing a selection', () => {
  it('goes from the word over text, entry and blocks to the document', () => {
    const entry = 'where: "pass_rate < 1"';
    const item = `id: see\n    ${entry}`;
    const list = `- ${item}\n  - id: think`;
    expect(stepsAt(`stages:\n  - id: see\n    where: "pass_r|ate < 1"\n  - id: think\n`)).toEqual([
      '',
      'pass_rate',
      'pass_rate < 1',
      '"pass_rate < 1"',
      entry,
      item,
      list.slice(2),
      list,
      `stages:\n  ${list}`,
      `stages:\n  ${list}\n`,
    ]);
  });

  it('takes a key alone first', () => {
    expect(stepsAt('name: x\nmo|del: a/b\n')).toEqual([
      '',
      'model',
      'model: a/b',
      'name: x\nmodel: a/b',
      'name: x\nmodel: a/b\n',
    ]);
  });

  it('goes through flow lists', () => {
    expect(stepsAt('data: [a-b, c|d]').slice(0, 4)).toEqual(['', 'cd', 'a-b, cd', '[a-b, cd]']);
  });

  it('answers each position in turn, blank documents included', () => {
    expect(selectionRanges(snapshotOf(''), [{ line: 0, character: 0 }])).toHaveLength(1);
    expect(
      selectionRanges(snapshotOf('a: 1\nb: 2\n'), [
        { line: 0, character: 0 },
        { line: 1, character: 3 },
      ]).map(({ range }) => range.start.line),
    ).toEqual([0, 1]);
  });

  it('only ever grows, at every place of the example, whole or cut short', () => {
    const text = readFileSync('examples/shape-math/shape-math.curriculum.yaml', 'utf8');
    fc.assert(
      fc.property(fc.nat(text.length), fc.nat(text.length), (cut, at) => {
        const snapshot = snapshotOf(text.slice(0, cut));
        const found = steps(snapshot, Math.min(at, cut));
        for (const [index, step] of found.entries()) {
          const larger = found[index + 1];
          if (larger === undefined) expect(step).toBe(snapshot.source.text);
          else expect(larger.includes(step) && larger.length > step.length).toBe(true);
        }
      }),
      { numRuns: 150 },
    );
  });
});
