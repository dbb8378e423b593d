import type { Frame } from 'playwright-core';
import { settle, type Window } from './window';

/** A run of the whole example takes this long where others use the machine, too. */
const RUN_MS = 600_000;
const PAGE_MS = 30_000;

/** The dashboard's own page, which stands in frames of the editor's. Waits until it has drawn its first charts. */
export async function dashboardPage({ page }: Window): Promise<Frame> {
  const end = Date.now() + PAGE_MS;
  for (;;) {
    for (const frame of page.frames()) {
      // A frame may go while it is asked.
      const drawn = await frame.evaluate('document.querySelectorAll(".uplot").length > 1').catch(() => false);
      if (drawn === true) return frame;
    }
    if (Date.now() > end) throw new Error('The dashboard has drawn no chart.');
    await page.waitForTimeout(100);
  }
}

/** Opens the Runs view. */
export async function showRuns(window: Window): Promise<void> {
  await window.page
    .locator('.activitybar .action-label[aria-label^="Stagecraft"]')
    .first()
    .dispatchEvent('click');
  await window.page.locator('.pane-body .monaco-list-row', { hasText: 'shape-math' }).first().waitFor();
}

/** Opens the dashboard of a run by words of its line in the Runs view. */
export async function openDashboard(window: Window, words: string | RegExp): Promise<Frame> {
  await window.page.locator('.pane-body .monaco-list-row', { hasText: words }).last().click();
  return dashboardPage(window);
}

/** Clicks the lens that runs a stage, and waits until the status bar tells of it. */
export async function runFromLens(window: Window, title: string): Promise<void> {
  await window.page.locator('.codelens-decoration a', { hasText: title }).first().click();
  await window.page
    .locator('.statusbar-item', { hasText: /\d+\/\d+/ })
    .first()
    .waitFor();
}

/** Waits until no run is live. */
export async function runsEnd(window: Window): Promise<void> {
  await window.page
    .locator('.statusbar-item', { hasText: /\d+\/\d+/ })
    .first()
    .waitFor({ state: 'detached', timeout: RUN_MS });
  await settle(window);
}
