import { spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { createServer } from 'node:net';
import { delimiter, dirname, join } from 'node:path';
import type { ServerInstall } from './install';
import { writeSettings } from './settings';
import { removeFolder, temporaryFolder } from './temporary';

const START_MS = 60_000;
const STOP_MS = 5_000;

export interface VsCodeServer {
  readonly port: number;
  /** What the server has written so far. */
  output(): string;
  stop(): Promise<void>;
}

export interface ServerOptions {
  readonly install: ServerInstall;
  /** For the server and so for the extension host. */
  readonly env?: NodeJS.ProcessEnv;
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Folder of installed extensions; absent: none. */
  readonly extensions?: string;
}

/** Starts VS Code's own server with a data folder of its own; resolves when it listens. */
export async function startServer({
  install,
  env,
  settings,
  extensions,
}: ServerOptions): Promise<VsCodeServer> {
  const folder = temporaryFolder();
  const userData = join(folder, 'user');
  const installed = extensions ?? join(folder, 'extensions');
  mkdirSync(installed, { recursive: true });
  writeSettings(userData, settings);
  const port = await freePort();
  const child = spawn(
    install.node,
    [
      join(install.vscode, 'out', 'server-main.js'),
      ...['--host', '127.0.0.1', '--port', String(port), '--without-connection-token'],
      ...[
        '--accept-server-license-terms',
        '--telemetry-level',
        'off',
        '--disable-telemetry',
        '--disable-experiments',
      ],
      // The server's own word for "a test drives me": without it the page ignores the paths of tests and extensions.
      '--enable-smoke-test-driver',
      ...['--server-data-dir', join(folder, 'server'), '--user-data-dir', userData],
      ...['--extensions-dir', installed, '--force-disable-user-env', '--disable-getting-started-override'],
    ],
    {
      // Its own process group, so that all of it can be ended at once.
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        ...process.env,
        HOME: folder,
        XDG_CONFIG_HOME: join(folder, 'config'),
        PATH: dirname(install.node) + delimiter + (process.env.PATH ?? ''),
        EXTENSIONS_GALLERY: '{}',
        ...env,
      },
    },
  );
  let output = '';
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const signal = (name: NodeJS.Signals): void => {
    try {
      if (child.pid !== undefined) process.kill(-child.pid, name);
    } catch {
      // Already gone.
    }
  };
  // A test run that is interrupted must not leave a server behind; playwright looks after its browser itself.
  const last = (): void => signal('SIGKILL');
  process.once('exit', last);
  const stop = async (): Promise<void> => {
    process.off('exit', last);
    signal('SIGTERM');
    const timer = setTimeout(() => signal('SIGKILL'), STOP_MS);
    await gone;
    clearTimeout(timer);
    // Extension host and terminals may outlive the server by a moment.
    signal('SIGKILL');
    removeFolder(folder);
  };
  await new Promise<void>((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`VS Code's server did not start:\n${output}`)), START_MS);
    const read = (chunk: Buffer): void => {
      output += chunk.toString();
      if (!output.includes('Extension host agent listening on')) return;
      clearTimeout(timer);
      resolve();
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    child.once('error', reject);
    void gone.then(() => reject(new Error(`VS Code's server ended:\n${output}`)));
  }).catch(async (error: unknown) => {
    await stop();
    throw error;
  });
  return { port, output: () => output, stop };
}

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
