import { dashboardPage, openDashboard, runFromLens, runsEnd, showRuns } from './dashboard';
import type { Scene } from './scenes';
import { settle, type Window } from './window';

const FILE = 'shape-math.curriculum.yaml';
const WIDE = { width: 1280, height: 800 } as const;

const tab =
  (name: string) =>
  async (window: Window): Promise<void> => {
    const page = await dashboardPage(window).catch(async () => openDashboard(window, 'shape-math'));
    await page.getByRole('tab', { name: new RegExp(`^${name}`) }).click();
    await settle(window, 1500);
  };

/** A run of the example's first stage, from the click to its dashboard. */
export const RUN_SCENES: readonly Scene[] = [
  {
    name: 'run',
    async stage(window) {
      await window.open(FILE, 60);
      await runFromLens(window, 'Run Stage');
      await showRuns(window);
      await settle(window, 3000);
    },
  },
  {
    name: 'dashboard',
    async stage(window) {
      await runsEnd(window);
      await showRuns(window);
      await openDashboard(window, 'shape-math');
      await settle(window, 2000);
    },
  },
  { name: 'samples', stage: tab('Samples') },
  { name: 'findings', stage: tab('Findings') },
  { name: 'compare', stage: tab('Compare') },
  {
    name: 'dashboard-narrow',
    async stage(window) {
      await tab('Curves')(window);
      await window.page.setViewportSize({ ...WIDE, width: 860 });
      await settle(window, 1500);
    },
  },
];
