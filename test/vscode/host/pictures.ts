import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';

const EVERY_MS = 1000;

/**
 * Takes a picture of the window each second into STAGECRAFT_PICTURES, where that names a folder: what stood in the way
 * of a test that waited in vain. Returns what ends it.
 */
export function takePictures(page: Page, name: string): () => void {
  const folder = process.env.STAGECRAFT_PICTURES;
  if (folder === undefined) return () => undefined;
  mkdirSync(folder, { recursive: true });
  let count = 0;
  const timer = setInterval(() => {
    const path = join(folder, `${name}-${String((count += 1)).padStart(4, '0')}.png`);
    // The window may be closing: then there is no picture.
    page.screenshot({ path }).catch(() => undefined);
  }, EVERY_MS);
  return () => clearInterval(timer);
}
