import axe from 'axe-core';
import type { Frame, Page } from 'playwright-core';

interface AxeResults {
  readonly violations: readonly {
    readonly id: string;
    readonly impact: string;
    readonly help: string;
    readonly nodes: readonly { readonly html: string; readonly failureSummary?: string }[];
  }[];
}

/** In the page: its next picture but one. Until then Chromium may tell colours of before, where a theme was changed. */
const DRAWN = 'new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))';

/**
 * Barriers that axe finds below `root` (an expression in the page), in words; those that are serious or worse. It may not
 * fetch style sheets: the policy forbids it.
 */
export async function violations(page: Page | Frame, root = 'document'): Promise<readonly string[]> {
  await page.evaluate(axe.source);
  await page.evaluate(DRAWN);
  const results: AxeResults = await page.evaluate(
    `axe.run(${root}, { preload: false, resultTypes: ["violations"] })`,
  );
  return results.violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(
      ({ id, help, nodes }) =>
        `${id}: ${help}: ${nodes.map(({ html, failureSummary }) => `${html} ${failureSummary}`).join(' | ')}`,
    );
}
