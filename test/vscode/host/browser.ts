import { existsSync } from 'node:fs';
import { chromium, type Page } from 'playwright-core';
import { has, run } from './shell';
import { say } from './say';
import { removeFolder, temporaryFolder } from './temporary';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'microsoft-edge'];

/**
 * A Chromium to show the workbench in: the CHROMIUM variable, one on the PATH, one that Playwright has downloaded, or
 * Debian's, installed where that needs no password. Throws with what the user can do.
 */
export async function findChromium(): Promise<string> {
  const named = process.env.CHROMIUM;
  if (named !== undefined) {
    if (!has(named)) throw new Error(`CHROMIUM names ${named}, which does not start`);
    return named;
  }
  const found = NAMES.find(has) ?? [chromium.executablePath()].find((path) => existsSync(path));
  if (found !== undefined) return onPath(found);
  if (process.getuid?.() === 0 && has('apt-get')) {
    say('installing Chromium with apt-get');
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    await run('apt-get', ['update', '-qq'], { env });
    await run(
      'apt-get',
      ['install', '-y', '-qq', '--no-install-recommends', 'chromium', 'fonts-dejavu-core'],
      { env },
    );
    return onPath('chromium');
  }
  throw new Error(
    'no Chromium: install one ("apt-get install chromium" or "npx playwright-core install chromium"), ' +
      'or name one in the CHROMIUM variable',
  );
}

/** Playwright wants a path, not a name. */
async function onPath(program: string): Promise<string> {
  return program.includes('/') ? program : (await run('which', [program])).trim();
}

export interface Browser {
  readonly page: Page;
  close(): Promise<void>;
}

export interface BrowserOptions {
  readonly executable: string;
  readonly width?: number;
  readonly height?: number;
  /** Device pixels a CSS pixel: 2 for pictures that stay sharp. */
  readonly scale?: number;
}

/** Starts Chromium without a window and with a profile of its own. */
export async function startBrowser(options: BrowserOptions): Promise<Browser> {
  const folder = temporaryFolder();
  const context = await chromium.launchPersistentContext(folder, {
    executablePath: options.executable,
    headless: true,
    viewport: { width: options.width ?? 1440, height: options.height ?? 900 },
    deviceScaleFactor: options.scale ?? 1,
    env: { ...process.env, HOME: folder },
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update'],
    permissions: ['clipboard-read', 'clipboard-write'],
  });
  const page = context.pages()[0] ?? (await context.newPage());
  const close = async (): Promise<void> => {
    await context.close();
    removeFolder(folder);
  };
  return { page, close };
}
