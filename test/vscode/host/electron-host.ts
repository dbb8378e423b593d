import {
  downloadAndUnzipVSCode,
  resolveCliArgsFromVSCodeExecutablePath,
  SilentReporter,
} from '@vscode/test-electron';
import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { cacheFolder } from './cache';
import { displayFor } from './display';
import type { Host, Session } from './host';
import { pressKeys } from './keys';
import { say } from './say';
import { writeSettings } from './settings';
import { run } from './shell';
import { removeFolder, temporaryFolder } from './temporary';
import { within } from './within';

const VERSION = process.env.STAGECRAFT_VSCODE_VERSION ?? '1.139.1';
const DOWNLOAD_MS = 30_000;

/** VS Code for the desktop. Throws where there is no display or the download fails; `announce` tells what it is. */
export async function electronHost(announce: (host: string) => void): Promise<Host> {
  // Asked first: it costs nothing, and without it the download would be for nothing.
  const display = await displayFor();
  const executable = await downloadAndUnzipVSCode({
    version: VERSION,
    cachePath: join(cacheFolder(), 'desktop'),
    timeout: DOWNLOAD_MS,
    reporter: new SilentReporter(),
  }).catch(async (error: unknown) => {
    await display.close();
    throw error;
  });
  announce(`VS Code ${VERSION} for the desktop (@vscode/test-electron)`);
  return {
    async run(session, finished) {
      const folder = temporaryFolder();
      writeSettings(join(folder, 'user'), session.settings);
      const child = spawn(executable, args(session, folder), {
        detached: process.platform !== 'win32',
        stdio: process.env.STAGECRAFT_VERBOSE === undefined ? 'ignore' : 'inherit',
        env: { ...process.env, ...display.env, ...session.env },
      });
      const ended = new Promise<void>((resolve, reject) => {
        child.once('error', reject);
        child.once('exit', () => resolve());
      });
      const window = windowOf(join(folder, 'user'), session.keys);
      try {
        await within(session.timeoutMs, Promise.race([finished, ended]));
      } finally {
        window.stop();
        end(child);
        await ended.catch(() => undefined);
        removeFolder(folder);
      }
    },
    async install(vsix, extensions) {
      mkdirSync(extensions, { recursive: true });
      const [program = executable, ...flags] = resolveCliArgsFromVSCodeExecutablePath(executable);
      await run(program, [...flags, '--extensions-dir', extensions, '--install-extension', vsix]);
    },
    close: () => display.close(),
  };
}

function args(session: Session, folder: string): readonly string[] {
  const { extension, extensions = join(folder, 'extensions'), tests } = session;
  mkdirSync(extensions, { recursive: true });
  return [
    session.folder,
    // Chromium's sandbox cannot be had in most containers, and the GPU is not needed.
    ...['--no-sandbox', '--disable-gpu-sandbox', '--disable-gpu'],
    // Keys are pressed through its debugging interface, at a port that it chooses and writes down.
    '--remote-debugging-port=0',
    ...['--disable-updates', '--disable-telemetry', '--skip-welcome', '--skip-release-notes'],
    `--user-data-dir=${join(folder, 'user')}`,
    `--extensions-dir=${extensions}`,
    `--extensionDevelopmentPath=${extension}`,
    ...(tests === undefined ? [] : ['--disable-workspace-trust', `--extensionTestsPath=${tests}`]),
  ];
}

/** Presses the keys that the tests ask for, once the window can be reached. */
function windowOf(user: string, keys: string): { readonly stop: () => void } {
  const port = join(user, 'DevToolsActivePort');
  let stop = (): void => undefined;
  let over = false;
  const timer = setInterval(() => {
    if (over || !existsSync(port)) return;
    clearInterval(timer);
    const [number = ''] = readFileSync(port, 'utf8').split('\n');
    chromium
      .connectOverCDP(`http://127.0.0.1:${number}`)
      .then((browser) => {
        const page = browser.contexts()[0]?.pages()[0];
        if (page !== undefined && !over) stop = pressKeys(page, keys);
      })
      // A test that needs keys says that they were not pressed.
      .catch((error: unknown) => say(`the window cannot be reached for keys: ${String(error)}`));
  }, 500);
  return {
    stop: () => {
      over = true;
      clearInterval(timer);
      stop();
    },
  };
}

/** Ends VS Code and its helpers. */
function end(child: ChildProcess): void {
  try {
    if (process.platform === 'win32' || child.pid === undefined) child.kill();
    else process.kill(-child.pid, 'SIGKILL');
  } catch {
    // Already gone.
  }
}
