import type { Frame } from 'playwright-core';
import { settle, type Window } from './window';

const PAGE_MS = 30_000;
/** Bars, figures and the first picture are drawn by then. */
const DRAWN_MS = 2500;

/** Opens the Audits view and the browser of the audit whose line has these words. */
export async function openAudit(window: Window, words: string): Promise<Frame> {
  const { page } = window;
  await page.locator('.activitybar .action-label[aria-label^="Stagecraft"]').first().dispatchEvent('click');
  const row = page
    .locator('.pane', { has: page.locator('.title', { hasText: 'Audits' }) })
    .locator('.monaco-list-row', { hasText: words })
    .first();
  await row.click();
  await auditPage(window);
  await settle(window, DRAWN_MS);
  // A page that may show images of more folders was loaded anew.
  return auditPage(window);
}

/** The page of an audit browser, which stands in frames of the editor's. Waits until its list has lines. */
export async function auditPage({ page }: Window): Promise<Frame> {
  const end = Date.now() + PAGE_MS;
  for (;;) {
    for (const frame of page.frames()) {
      // A frame may go while it is asked.
      const drawn = await frame
        .evaluate('document.querySelector("[role=option]:not(vscode-option)") !== null')
        .catch(() => false);
      if (drawn === true && frame.url().includes('fake.html')) return frame;
    }
    if (Date.now() > end) throw new Error('The audit browser has drawn no list.');
    await page.waitForTimeout(100);
  }
}
