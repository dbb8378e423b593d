import type { Frame } from 'playwright-core';
import { auditPage } from './audit';
import { settle, type Window } from './window';

/** Bars, figures and the first picture are drawn by then. */
const DRAWN_MS = 2500;

/** Opens a curriculum of the workspace's folder and the browser of what it has made, as the palette does. */
export async function openMade(window: Window, curriculum: string): Promise<Frame> {
  await window.open(curriculum);
  await settle(window, DRAWN_MS);
  await window.command('Stagecraft: Browse Made Data');
  await auditPage(window);
  await settle(window, DRAWN_MS);
  // A page that may show images of more folders was loaded anew.
  return auditPage(window);
}
