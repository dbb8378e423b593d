import { describe, expect, it } from 'vitest';
import type { DocumentSymbol, Range } from 'vscode-languageserver-types';
import { SymbolKind } from 'vscode-languageserver-types';
import { documentSymbols } from '../../../src/service/structure';
import { snapshotAt, snapshotOf } from '../snapshot';

const EXAMPLE = 'examples/shape-math/shape-math.curriculum.yaml';

const outline = (symbols: readonly DocumentSymbol[], depth = 0): string[] =>
  symbols.flatMap(({ name, detail, children }) => [
    `${'  '.repeat(depth)}${name}${detail === undefined ? '' : ` | ${detail}`}`,
    ...outline(children ?? [], depth + 1),
  ]);

const named = (symbols: readonly DocumentSymbol[], ...path: readonly string[]): DocumentSymbol => {
  const [first, ...rest] = path;
  const found = symbols.find(({ name }) => name === first);
  if (found === undefined) throw new Error(`No ${path.join('/')} among ${outline(symbols).join(', ')}`);
  return rest.length === 0 ? found : named(found.children ?? [], ...rest);
};

const before = (a: Range['start'], b: Range['start']): boolean =>
  a.line < b.line || (a.line === b.line && a.character <= b.character);
const holds = (outer: Range, inner: Range): boolean =>
  before(outer.start, inner.start) && before(inner.end, outer.end);

function expectNested(symbols: readonly DocumentSymbol[], within?: Range): void {
  for (const { range, selectionRange, children } of symbols) {
    expect(holds(range, selectionRange)).toBe(true);
    if (within !== undefined) expect(holds(within, range)).toBe(true);
    expectNested(children ?? [], range);
  }
}

describe('the outline', () => {
  const symbols = documentSymbols(snapshotAt(EXAMPLE));

  it('lists the parts of the example in the order of the file', () => {
    expect(symbols.map(({ name }) => name)).toEqual([
      'curriculum',
      'name',
      'model',
      'engine',
      'prompt',
      'reward',
      'datasets',
      'schedule',
      'defaults',
      'stages',
      'variants',
      'audit',
    ]);
    expect(named(symbols, 'model').detail).toBe('micro-vlm');
  });

  it('says capability, dataset and condition of each stage', () => {
    expect(named(symbols, 'stages').children?.map(({ name, detail }) => [name, detail])).toEqual([
      ['see', 'perception · pictures · pass_rate >= 0.2 AND pass_rate < 1'],
      ['think', 'textual-reasoning · sums · pass_rate >= 0.2 AND pass_rate < 1'],
      ['see-and-think', 'visual-reasoning · picture-sums · pass_rate >= 0.2'],
    ]);
    expect(named(symbols, 'datasets', 'sums').detail).toBe('textual-reasoning');
  });

  it('gives datasets, stages and variants kinds of their own', () => {
    expect(named(symbols, 'datasets', 'pictures').kind).toBe(SymbolKind.Struct);
    expect(named(symbols, 'stages', 'see').kind).toBe(SymbolKind.Function);
    expect(named(symbols, 'stages', 'see', 'data').kind).toBe(SymbolKind.Property);
    expect(named(symbols, 'variants', 'merged').kind).toBe(SymbolKind.EnumMember);
    expect(named(symbols, 'variants', 'reversed', 'stages', 'think').kind).toBe(SymbolKind.Function);
    expect(named(symbols, 'defaults', 'batch').kind).toBe(SymbolKind.Number);
  });

  it('selects the id of a stage and ends before the comment that follows', () => {
    const see = named(symbols, 'stages', 'see');
    expect(see.selectionRange.end.character - see.selectionRange.start.character).toBe('see'.length);
    expect(see.range.end.line).toBe(named(symbols, 'stages', 'see', 'validate').range.end.line);
  });

  it('keeps every range inside its parent', () => expectNested(symbols));

  it('stands in half-typed files, with aliases, and with stages as a mapping', () => {
    const text = `datasets:
  a: &a { capability: perception, train: a.jsonl }
  b: *a
  c:
stages:
  see: { data: [a, b] }
  - id
variants:
  x:
    stages: [see, thi`;
    for (let end = 0; end <= text.length; end++)
      expectNested(documentSymbols(snapshotOf(text.slice(0, end))));
    const whole = documentSymbols(snapshotOf(text.replace('  - id\n', '')));
    expect(outline(whole).slice(0, 5)).toEqual([
      'datasets',
      '  a | perception',
      '    capability | perception',
      '    train | a.jsonl',
      '  b | perception',
    ]);
    expect(named(whole, 'stages', 'see').detail).toBe('perception · a, b');
  });

  it('takes the capability from a file that is extended', () => {
    const symbolsOf = documentSymbols(
      snapshotOf(
        'extends: base.curriculum.yaml\nstages:\n  - { id: see, data: docci }\n',
        undefined,
        () => 'curriculum: 1\ndatasets: { docci: { capability: perception, train: d.jsonl } }\nstages: []\n',
      ),
    );
    expect(named(symbolsOf, 'stages', 'see').detail).toBe('perception · docci');
  });
});
