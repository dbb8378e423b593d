import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { RunSummary } from '../../../src/protocol';
import { goneFrom, inOrder } from '../../../src/extension/run-list/order';
import { aRun, runs } from './summaries';

describe('the order of runs', () => {
  test('running, then queued as they will start, then the newest', () => {
    const list = [
      aRun({ dir: 'old', created: '2026-01-01T00:00:00Z', state: 'done' }),
      aRun({ dir: 'new', created: '2026-01-05T00:00:00Z', state: 'failed' }),
      aRun({ dir: 'second', created: '2026-01-03T00:00:00Z', state: 'queued' }),
      aRun({ dir: 'first', created: '2026-01-02T00:00:00Z', state: 'queued' }),
      aRun({ dir: 'live', created: '2026-01-01T00:00:00Z', state: 'running' }),
    ];
    expect(inOrder(list).map(({ dir }) => dir)).toEqual(['live', 'first', 'second', 'new', 'old']);
  });

  test('depends on the runs alone, not on how they came', () => {
    fc.assert(
      fc.property(runs, fc.nat(), (list, turn) => {
        const turned = [...list.slice(turn % (list.length + 1)), ...list.slice(0, turn % (list.length + 1))];
        expect(inOrder(turned)).toEqual(inOrder(list));
      }),
    );
  });
});

describe('runs that are gone', () => {
  test('a whole list lacks them; one that is cut off says nothing of older ones', () => {
    const at = (day: number): RunSummary => aRun({ dir: `day ${day}`, created: `2026-01-0${day}T00:00:00Z` });
    const known = [1, 2, 3, 4].map(at);
    expect(goneFrom({ runs: [at(4), at(2)], total: 2 }, known)).toEqual(['day 1', 'day 3']);
    expect(goneFrom({ runs: [at(4), at(2)], total: 9 }, known)).toEqual(['day 3']);
    expect(goneFrom({ runs: [], total: 0 }, known)).toHaveLength(4);
    expect(goneFrom({ runs: [], total: 5 }, known)).toEqual([]);
  });

  test('nothing that is listed is gone', () => {
    fc.assert(
      fc.property(runs, fc.nat(), (list, more) => {
        expect(goneFrom({ runs: list, total: list.length + more }, list)).toEqual([]);
      }),
    );
  });
});
