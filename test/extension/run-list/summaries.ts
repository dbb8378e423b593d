import fc from 'fast-check';
import type { RunSummary } from '../../../src/protocol';

/** A run that is done, with what a test changes of it. */
export const aRun = (change: Partial<RunSummary> = {}): RunSummary => ({
  dir: '/w/.stagecraft/runs/a',
  root: '/w',
  id: 'a',
  name: 'small',
  engine: 'embedded',
  rehearsal: false,
  devices: ['cpu'],
  created: '2026-01-01T00:00:00.000Z',
  state: 'done',
  stages: [],
  findings: { error: 0, warning: 0, info: 0 },
  ...change,
});

/** Lists of runs, no two of one folder. */
export const runs: fc.Arbitrary<RunSummary[]> = fc
  .array(
    fc.record({
      state: fc.constantFrom('queued', 'running', 'done', 'stopped', 'failed', 'interrupted', 'unreadable'),
      hour: fc.integer({ min: 10, max: 13 }),
    }),
    { maxLength: 12 },
  )
  .map((list) =>
    list.map(({ state, hour }, index) =>
      aRun({ dir: `/w/${index}`, id: String(index), state, created: `2026-01-01T${hour}:00:00Z` }),
    ),
  );
