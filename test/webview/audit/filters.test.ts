import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { binsOf, handleKey, rangeOfBins } from '../../../webview/audit/filters/brush';
import { toggled } from '../../../webview/kit/facets/toggled';
import { chipsOf } from '../../../webview/audit/filters/words';
import { listKey } from '../../../webview/kit/list/keys';
import { groupFilter, groupRange, groupTitle, isChosen } from '../../../webview/audit/multiples/groups';

const lengths = { low: 40, high: 3040, bins: Array.from({ length: 40 }, () => 1) };

describe('the brush over trace lengths', () => {
  test('of all bins is no filter', () => {
    expect(rangeOfBins(lengths, 0, 39)).toBeUndefined();
    expect(binsOf(lengths, undefined)).toEqual([0, 39]);
  });

  test('finds the same bins again in the range that it gave', () => {
    fc.assert(
      fc.property(fc.nat(39), fc.nat(39), (a, b) => {
        const [first, last] = a <= b ? [a, b] : [b, a];
        const range = rangeOfBins(lengths, first, last);
        expect(binsOf(lengths, range)).toEqual([first, last]);
      }),
    );
  });

  test('bins that lie side by side share no length', () => {
    const [, end] = rangeOfBins(lengths, 3, 7) ?? [0, 0];
    const [start] = rangeOfBins(lengths, 8, 12) ?? [0, 0];
    expect(start).toBe(end + 1);
  });

  test('handles go by keys and never cross', () => {
    expect(handleKey('ArrowRight', 'first', [3, 4], 40)).toEqual([4, 4]);
    expect(handleKey('ArrowRight', 'first', [4, 4], 40)).toEqual([4, 4]);
    expect(handleKey('Home', 'last', [4, 9], 40)).toEqual([4, 4]);
    expect(handleKey('End', 'last', [4, 9], 40)).toEqual([4, 39]);
    expect(handleKey('a', 'last', [4, 9], 40)).toBeUndefined();
  });
});

describe('chips', () => {
  test('one for each value, each with the filter without it', () => {
    const chips = chipsOf({ datasets: ['POPE', '<b>'], text: 'red', length: [40, 1200], outcome: 'all' });
    expect(chips.map(({ field, words }) => `${field}: ${words}`)).toEqual([
      'Outcome: all',
      'Text: “red”',
      'Data set: POPE',
      'Data set: <b>',
      'Length: 40 to 1,200 tokens',
    ]);
    expect(chips[2]?.without).toEqual({ datasets: ['<b>'] });
    expect(chipsOf({ outcome: 'wrong' })).toEqual([]);
  });
});

test('a value is put in and taken out', () => {
  expect(toggled(undefined, 'a')).toEqual(['a']);
  expect(toggled(['a', 'b'], 'a')).toEqual(['b']);
});

describe('groups', () => {
  test('lead to their items, and back', () => {
    expect(groupFilter('POPE', 'dataset', {})).toEqual({ datasets: ['POPE'] });
    expect(groupFilter('POPE', 'dataset', { datasets: ['POPE'] })).toEqual({ datasets: [] });
    expect(groupFilter('512-1023', 'length', {})).toEqual({ length: [512, 1023] });
    expect(groupFilter('long ones', 'length', {})).toEqual({});
    expect(isChosen('512-1023', 'length', { length: [512, 1023] })).toBe(true);
    expect(isChosen('POPE', 'dataset', { datasets: ['MMMU'] })).toBe(false);
  });

  test('are named for a reader', () => {
    expect(groupRange('0-511')).toEqual([0, 511]);
    expect(groupTitle('0-511', 'length')).toBe('0 to 511 tokens');
    // The last group ends with the set's longest response, wherever that is.
    expect(groupTitle('1024-1786', 'length')).toBe('1,024 and more tokens');
    expect(groupTitle('visual-reasoning', 'capability')).toBe('visual reasoning');
    expect(groupTitle('', 'category')).toBe('(none)');
  });
});

test('keys of the list leave those of the editor alone', () => {
  const press = (key: string, ctrlKey = false) =>
    listKey({ key, ctrlKey, metaKey: false, altKey: false }, 500, 12, { next: 'j', previous: 'k' });
  expect(press('j')).toEqual({ kind: 'move', by: 1 });
  expect(press('PageDown')).toEqual({ kind: 'move', by: 11 });
  expect(press('End')).toEqual({ kind: 'go', place: 499 });
  expect(press('j', true)).toBeUndefined();
  expect(press('x')).toBeUndefined();
});
