import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { packageRoot } from '../../../src/protocol';
import { findChromium, startBrowser } from '../host/browser';
import { installServer } from '../host/install';
import { linkExtension } from '../host/link';
import { startServer } from '../host/server';
import { removeFolder, temporaryFolder } from '../host/temporary';
import { workbenchUrl } from '../host/workbench-url';

const START_MS = 60_000;
const PATIENCE_MS = 20_000;
/** Animations of the workbench, such as a list that opens, are over by then. */
const SETTLE_MS = 600;

export interface WindowOptions {
  readonly folder: string;
  readonly theme: string;
  readonly width?: number;
  readonly height?: number;
  readonly scale?: number;
  /** Beside those that every window here has. */
  readonly settings?: Readonly<Record<string, unknown>>;
}

/** A workbench window with the built extension installed, driven as a user would with keys and mouse. */
export interface Window {
  readonly page: Page;
  /** Opens a file by its path in the folder, at a line when it is told. */
  open(file: string, line?: number): Promise<void>;
  /** Calls a command by its title. */
  command(title: string): Promise<void>;
  /** A text in the editor. */
  text(words: string): Locator;
  /** Puts the cursor behind a text of the editor. */
  cursorBehind(words: string): Promise<void>;
  close(): Promise<void>;
}

/** Opens a window on a folder; resolves when its workbench is up. */
export async function openWindow({ folder, theme, settings, ...size }: WindowOptions): Promise<Window> {
  const install = await installServer();
  const executable = await findChromium();
  const scratch = temporaryFolder();
  const extensions = join(scratch, 'extensions');
  // Installed, not under development: the window then looks as a user's.
  linkExtension(extensions, packageRoot());
  const server = await startServer({
    install,
    extensions,
    settings: {
      'workbench.colorTheme': theme,
      'window.menuBarVisibility': 'compact',
      'editor.minimap.enabled': false,
      'editor.cursorBlinking': 'solid',
      'security.workspace.trust.enabled': false,
      ...settings,
    },
  });
  const browser = await startBrowser({ executable, ...size });
  const { page } = browser;
  page.setDefaultTimeout(PATIENCE_MS);
  await page.goto(workbenchUrl(server.port, { folder }), { timeout: START_MS });
  await page.locator('.monaco-workbench').waitFor({ timeout: START_MS });
  await page.locator('.explorer-folders-view .monaco-list-row').first().waitFor({ timeout: START_MS });

  const quickInput = page.locator('.quick-input-widget input.input');
  const text = (words: string): Locator =>
    page.locator('.editor-instance .view-line', { hasText: words }).first();
  const pick = async (query: string): Promise<void> => {
    await page.keyboard.press('F1');
    await quickInput.waitFor();
    await quickInput.fill(query);
    // Files are looked for while the list already shows others: what is wanted has to be the first.
    const wanted = query.replace(/^>/, '').replace(/:\d+$/, '');
    await page.locator('.quick-input-list .monaco-list-row.focused', { hasText: wanted }).waitFor();
    await page.waitForTimeout(SETTLE_MS);
    await page.keyboard.press('Enter');
  };
  return {
    page,
    text,
    async open(file, line) {
      await pick(`${file}${line === undefined ? '' : `:${line}`}`);
      await page.locator('.editor-instance .view-line').first().waitFor();
    },
    command: (title) => pick(`>${title}`),
    async cursorBehind(words) {
      await text(words).click();
      await page.keyboard.press('End');
    },
    async close() {
      await browser.close();
      await server.stop();
      removeFolder(scratch);
    },
  };
}

/** Waits until nothing moves. */
export const settle = ({ page }: Window, ms = SETTLE_MS): Promise<void> => page.waitForTimeout(ms);
