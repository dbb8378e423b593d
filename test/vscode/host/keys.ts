import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';

const EVERY_MS = 50;

/** What a test asks of the window: a line of JSON in its file of keys. */
interface Wanted {
  readonly id: number;
  /** As Playwright names them: `a`, `Enter`, `Control+Shift+P`. */
  readonly keys: readonly string[];
}

/** Where the answers to a file of keys are: the number of each line whose keys have been pressed. */
const answers = (file: string): string => `${file}.pressed`;

/**
 * Presses, in the window, the keys that its tests ask for: they run in the extension host, which has none. Returns what
 * ends it.
 */
export function pressKeys(page: Page, file: string): () => void {
  let pressed = 0;
  let busy = false;
  const look = async (): Promise<void> => {
    if (busy || !existsSync(file)) return;
    busy = true;
    try {
      const lines = readFileSync(file, 'utf8').split('\n').slice(0, -1);
      for (const line of lines.slice(pressed)) {
        const { id, keys } = JSON.parse(line) as Wanted;
        for (const key of keys) await page.keyboard.press(key);
        pressed += 1;
        appendFileSync(answers(file), `${id}\n`);
      }
    } finally {
      busy = false;
    }
  };
  // The window may be closing: then nobody waits for its keys.
  const timer = setInterval(() => void look().catch(() => undefined), EVERY_MS);
  return () => clearInterval(timer);
}
