import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { SEMANTIC_TOKENS_LEGEND, semanticTokens, tokenEdits } from '../../../src/service/tokens';
import type { Snapshot } from '../../../src/service';
import { snapshotAt, snapshotOf } from '../snapshot';

/** Each token as `text: type modifiers`. */
function decoded(snapshot: Snapshot, data: readonly number[] = semanticTokens(snapshot).data): string[] {
  const { source } = snapshot;
  const found: string[] = [];
  let line = 0;
  let column = 0;
  for (let at = 0; at < data.length; at += 5) {
    const [down = 0, right = 0, length = 0, type = 0, bits = 0] = data.slice(at, at + 5);
    column = down === 0 ? column + right : right;
    line += down;
    const start = source.lines.offset(line, column);
    const text = source.text.slice(start, start + length);
    expect(text).not.toMatch(/[\r\n]/);
    const modifiers = SEMANTIC_TOKENS_LEGEND.tokenModifiers.filter((_, bit) => (bits & (1 << bit)) !== 0);
    found.push(`${text}: ${[SEMANTIC_TOKENS_LEGEND.tokenTypes[type], ...modifiers].join(' ')}`);
  }
  return found;
}

const HEAD = `datasets:
  docci: { capability: perception, train: a.jsonl, columns: { answer: gold } }
`;
const tokensOf = (text: string): string[] => decoded(snapshotOf(`${HEAD}${text}`)).slice(2);

describe('semantic tokens', () => {
  it('colour declared and used names, and no name that does not exist', () => {
    expect(decoded(snapshotOf(HEAD))).toEqual(['docci: struct declaration', 'gold: property']);
    expect(
      tokensOf(`model: qwen3-vl-8b
engine: easyr1
reward: boxed-answer
models: { judge: { url: http://x, model: y } }
stages:
  - { id: see, data: [docci, docsi], validate: docci }
  - { id: think, data: docci, from: see, checkpoint: step 4 }
  - { id: last, data: docci, from: saw, checkpoint: worst }
variants:
  reversed: { stages: [think, see, sea] }
audit: { method: judge, judge: judge }
`),
    ).toEqual([
      'qwen3-vl-8b: class defaultLibrary',
      'easyr1: class defaultLibrary',
      'boxed-answer: class defaultLibrary',
      'judge: class declaration',
      'see: function declaration',
      'docci: struct',
      'docci: struct',
      'think: function declaration',
      'docci: struct',
      'see: function',
      'step 4: keyword',
      'last: function declaration',
      'docci: struct',
      'reversed: enumMember declaration',
      'think: function',
      'see: function',
      'judge: class',
    ]);
    expect(tokensOf('model: qwen3-vl-9b\nengine: { trl: { vllm: true } }\nreward: boxed\n')).toEqual([
      'trl: class defaultLibrary',
    ]);
  });

  it('colour the words of conditions and orders', () => {
    expect(
      tokensOf(
        "stages:\n  - id: s\n    where: pass_rate < 0.5 and len(images) = 1 OR evil(x) -- why\n    order: hash(id) DESC, CAST(\"a b\" AS INTEGER), 'it''s'\n",
      ),
    ).toEqual([
      's: function declaration',
      'pass_rate: property',
      '<: operator',
      '0.5: number',
      'and: keyword',
      'len: function defaultLibrary',
      'images: property',
      '=: operator',
      '1: number',
      'OR: keyword',
      'x: property',
      '-- why: comment',
      'hash: function defaultLibrary',
      'id: property',
      'DESC: keyword',
      'CAST: keyword',
      '"a b": property',
      'AS: keyword',
      'INTEGER: keyword',
      "'it''s': string",
    ]);
  });

  it('colour metrics in `until`, and only those that exist', () => {
    expect(
      tokensOf('stages:\n  - { id: s, until: val_accuracy >= 0.6 OR val_acuracy > 1 }\n').slice(1),
    ).toEqual([
      'val_accuracy: variable',
      '>=: operator',
      '0.6: number',
      'OR: keyword',
      '>: operator',
      '1: number',
    ]);
  });

  it('find the words in quotes, escapes, folded lines and block texts', () => {
    for (const written of [
      '"a\\x20<\\u0020 1"',
      "'a < 1'",
      'a\n      <\n      1',
      '|\n      a <\n      1\n',
      '>-\n      a\n      < 1\n',
    ]) {
      expect(tokensOf(`stages:\n  - id: s\n    where: ${written}`).slice(1), written).toEqual([
        'a: property',
        '<: operator',
        '1: number',
      ]);
    }
  });

  it('cut a text over two lines into one token a line', () => {
    expect(tokensOf("stages:\n  - id: s\n    where: |\n      a = 'x\n      y'\n").slice(3)).toEqual([
      "'x: string",
      "y': string",
    ]);
  });

  it('of a range are those of the whole that touch it', () => {
    const snapshot = snapshotAt('examples/shape-math/shape-math.curriculum.yaml');
    const whole = decoded(snapshot);
    const line = snapshot.source.text
      .split('\n')
      .findIndex((one) => one.includes('where: pass_rate >= 0.2 AND'));
    const range = { start: { line, character: 0 }, end: { line: line + 1, character: 0 } };
    const part = decoded(snapshot, semanticTokens(snapshot, range).data);
    expect(part).toHaveLength(7);
    expect(whole.join('\n')).toContain(part.join('\n'));
  });
});

describe('edits of tokens', () => {
  it('turn one answer into the next, whatever they are', () => {
    const numbers = fc.array(fc.nat(3), { maxLength: 12 });
    fc.assert(
      fc.property(numbers, numbers, (before, after) => {
        const made = [...before];
        for (const { start, deleteCount, data } of tokenEdits(before, after))
          made.splice(start, deleteCount, ...(data ?? []));
        expect(made).toEqual(after);
      }),
    );
    expect(tokenEdits([1, 2, 3], [1, 2, 3])).toEqual([]);
    expect(tokenEdits([1, 2, 3, 4], [1, 9, 3, 4])).toEqual([{ start: 1, deleteCount: 1, data: [9] }]);
  });
});
