import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  allStale,
  missingPage,
  MOST_PAGES,
  NO_PAGES,
  PAGE,
  placeOf,
  rowAt,
  withPage,
  withRow,
  type Pages,
} from '../../../webview/kit/list/pages';
import { relabelled } from '../../../webview/audit/state/relabel';
import type { ItemRow } from '../../../src/protocol/audit';
import { someItem } from './items';

const answer = (page: number, total: number, revision = 1) => ({
  revision,
  total,
  from: page * PAGE,
  rows: Array.from({ length: Math.max(0, Math.min(PAGE, total - page * PAGE)) }, (_, i) =>
    someItem(page * PAGE + i),
  ),
});
const nothing: ReadonlySet<number> = new Set();

describe('pages of a long list', () => {
  test('the first page is asked for before anything is known, and only once', () => {
    expect(missingPage(NO_PAGES, 0, 20, nothing)).toBe(0);
    expect(missingPage(NO_PAGES, 0, 20, new Set([0]))).toBeUndefined();
  });

  test('what is in view comes first, then what is just below it, then above', () => {
    let pages: Pages<ItemRow> = withPage(NO_PAGES, 0, answer(0, 1000));
    expect(missingPage(pages, 480, 520, nothing)).toBe(4);
    pages = withPage(pages, 4, answer(4, 1000));
    expect(missingPage(pages, 480, 520, nothing)).toBe(5);
    pages = withPage(pages, 5, answer(5, 1000));
    expect(missingPage(pages, 480, 520, nothing)).toBe(6);
    pages = withPage(pages, 6, answer(6, 1000));
    expect(missingPage(pages, 480, 520, nothing)).toBe(3);
  });

  test('never is a page asked for that the list has not', () => {
    fc.assert(
      fc.property(fc.nat(5000), fc.nat(6000), fc.nat(60), (total, first, height) => {
        const pages = withPage(NO_PAGES, 0, answer(0, total));
        const page = missingPage(pages, first, first + height, nothing);
        expect(page === undefined || (page > 0 && page * PAGE < total)).toBe(true);
      }),
    );
  });

  test('few pages of many are kept, the newest', () => {
    let pages: Pages<ItemRow> = NO_PAGES;
    for (let page = 0; page < MOST_PAGES + 30; page += 1) pages = withPage(pages, page, answer(page, 1e6));
    expect(pages.known.size).toBe(MOST_PAGES);
    expect(rowAt(pages, 0)).toBeUndefined();
    expect(rowAt(pages, (MOST_PAGES + 29) * PAGE + 3)?.index).toBe((MOST_PAGES + 29) * PAGE + 3);
  });

  test('another revision leaves the old rows to be seen and has them asked for again', () => {
    const pages = withPage(withPage(NO_PAGES, 0, answer(0, 300)), 1, answer(1, 300, 2));
    expect(rowAt(pages, 5)?.index).toBe(5);
    expect(missingPage(pages, 0, 120, nothing)).toBe(0);
    expect(missingPage(allStale(pages), 100, 120, nothing)).toBe(1);
  });

  test('an item is found where it is, and changed there alone', () => {
    const pages = withPage(withPage(NO_PAGES, 0, answer(0, 300)), 1, answer(1, 300));
    expect(placeOf(pages, 142)).toBe(142);
    expect(placeOf(pages, 250)).toBeUndefined();
    const changed = withRow(pages, 142, (row) => relabelled(row, 'ANNOT'));
    expect(rowAt(changed, 142)?.verdicts).toContainEqual({ method: 'human', label: 'ANNOT' });
    expect(rowAt(changed, 141)).toBe(rowAt(pages, 141));
    expect(withRow(pages, 250, (row) => relabelled(row, 'ANNOT'))).toBe(pages);
  });
});

test('a label takes the place of the one before, and null takes it back', () => {
  const item = { verdicts: [{ method: 'judge', label: 'PERC' } as const] };
  const once = relabelled(relabelled(item, 'REAS'), 'KNOW');
  expect(once.verdicts).toEqual([
    { method: 'judge', label: 'PERC' },
    { method: 'human', label: 'KNOW' },
  ]);
  expect(relabelled(once, null)).toEqual(item);
});
