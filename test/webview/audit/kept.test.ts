import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { AuditPageState } from '../../../src/protocol/audit';
import { freshState, readState } from '../../../webview/audit/state/kept';
import { FRESH_LAYOUT, readLayout } from '../../../webview/audit/state/layout';
import { isFiltered, queryOf } from '../../../webview/audit/state/query';

const full: AuditPageState = {
  set: '/a',
  against: '/b',
  filter: {
    outcome: 'all',
    datasets: ['POPE'],
    capabilities: ['perception'],
    categories: ['x'],
    labels: ['PERC', 'none'],
    method: 'judge',
    agreement: 'disagree',
    length: [10, 200],
    text: 'red',
    changes: ['fixed'],
    flags: ['no answer'],
  },
  order: 'length',
  descending: true,
  grouping: 'category',
  method: 'judge',
  selected: 12,
  tab: 'figures',
  triage: { annotator: 'ada', sample: 100, blind: true },
};

describe('a state from outside', () => {
  test('that is whole comes back as it was', () => {
    expect(readState(JSON.parse(JSON.stringify(full)), freshState('/a'))).toEqual(full);
  });

  test('that names a part changes that part', () => {
    expect(readState({ tab: 'compare' }, full)).toEqual({ ...full, tab: 'compare' });
  });

  test('keeps nothing that does not fit', () => {
    const bad = {
      set: 5,
      filter: { outcome: 'odd', labels: ['PERC', '<b>'], length: [9, 1], text: 7, datasets: [1, 'POPE'] },
      order: 'toString',
      descending: 'yes',
      grouping: 'constructor',
      method: null,
      selected: -1,
      tab: '__proto__',
      triage: { blind: true },
    };
    expect(readState(bad, freshState('/a'))).toEqual({
      ...freshState('/a'),
      filter: { labels: ['PERC'], datasets: ['POPE'] },
    });
  });

  test('whatever it is, reading it never fails and never names another set', () => {
    fc.assert(
      fc.property(fc.anything(), (value) => {
        expect(readState(value, freshState('/a')).set).toBe('/a');
        const layout = readLayout(value);
        expect(layout.detailShare).toBeGreaterThan(0);
      }),
    );
  });
});

test('a layout out of bounds is as a fresh one', () => {
  expect(readLayout({ filters: false, filtersWidth: 9000, detailShare: -1 })).toEqual({
    ...FRESH_LAYOUT,
    filters: false,
  });
});

test('changes are asked for only beside another set', () => {
  expect(queryOf(full).filter.changes).toEqual(['fixed']);
  const { against: _, ...alone } = full;
  expect(queryOf(alone).filter.changes).toBeUndefined();
  expect(queryOf(alone)).not.toHaveProperty('against');
});

test('an empty list filters nothing', () => {
  expect(isFiltered({ datasets: [] })).toBe(false);
  expect(isFiltered({ datasets: ['POPE'] })).toBe(true);
});
