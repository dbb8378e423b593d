import { mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { takePictures } from './pictures';
import { findChromium, startBrowser } from './browser';
import type { Host } from './host';
import { installServer } from './install';
import { pressKeys } from './keys';
import { startServer } from './server';
import { say } from './say';
import { run } from './shell';
import { within } from './within';
import { workbenchUrl } from './workbench-url';

/**
 * VS Code as a server with its real workbench in Chromium and its real extension host in Node.js, as in remote
 * development. Throws when the machine cannot have it; `announce` tells what it is, before it is installed.
 */
export async function serverHost(announce: (host: string) => void): Promise<Host> {
  const executable = await findChromium();
  announce('VS Code 1.139.1 as a server (npm code-server), its workbench in Chromium');
  const install = await installServer();
  const main = join(install.vscode, 'out', 'server-main.js');
  return {
    async run(session, finished) {
      const { folder, extension, extensions, tests, env, settings = {} } = session;
      const server = await startServer({ install, env, settings, ...(extensions && { extensions }) });
      try {
        const browser = await startBrowser({ executable });
        let stopPictures = (): void => undefined;
        const stopKeys = pressKeys(browser.page, session.keys);
        try {
          const closed = new Promise<void>(
            (resolve) => void browser.page.exposeFunction('codeAutomationExit', resolve),
          );
          await browser.page.exposeFunction(
            'codeAutomationLog',
            (kind: string, values: readonly unknown[]) => {
              if (process.env.STAGECRAFT_VERBOSE !== undefined) console.error(`[${kind}]`, ...values);
            },
          );
          await browser.page.goto(workbenchUrl(server.port, { folder, extension, ...(tests && { tests }) }));
          stopPictures = takePictures(browser.page, session.name);
          await within(session.timeoutMs, Promise.race([finished, closed])).catch(async (error: unknown) => {
            const picture = join(tmpdir(), `stagecraft-vscode-${session.name}.png`);
            await browser.page
              .screenshot({ path: picture })
              .then(() => say(`the window as it was: ${picture}`), String);
            throw error;
          });
        } finally {
          stopPictures();
          stopKeys();
          await browser.close();
        }
      } finally {
        await server.stop();
      }
    },
    close: () => Promise.resolve(),
    async install(vsix, extensions) {
      mkdirSync(extensions, { recursive: true });
      await run(install.node, [main, '--extensions-dir', extensions, '--install-extension', vsix]);
    },
  };
}
