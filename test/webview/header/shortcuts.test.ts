import { expect, test } from 'vitest';
import { shortcutsOf } from '../../../webview/dashboard/header/shortcuts';

test('a run is run again from its dashboard, data only from its curriculum', () => {
  const actions = (run: Parameters<typeof shortcutsOf>[0]): readonly string[] =>
    shortcutsOf(run).map(({ action }) => action);
  expect(actions({ state: 'done' })).toContain('rerun');
  expect(actions({ state: 'failed' })).toContain('bundle');
  const make = { datasets: ['docci'] };
  expect(actions({ state: 'done', make })).not.toContain('rerun');
  expect(actions({ state: 'failed', make })).toContain('bundle');
});
