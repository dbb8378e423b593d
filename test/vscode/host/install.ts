import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { cacheFolder } from './cache';
import { run } from './shell';
import { say } from './say';

/** VS Code 1.139.1 as a server, and the Node.js that it wants. */
const CODE_SERVER = '4.139.1';
const NODE = '24.21.0';
/** What code-server's own list asks for; its binary is an optional package, found from a folder above. */
const WATCHER = '2.5.6';

export interface ServerInstall {
  /** Node.js 24, which runs the server and its extension host. */
  readonly node: string;
  /** VS Code's own folder: `out/server-main.js` starts it. */
  readonly vscode: string;
}

/**
 * The VS Code server from npm, installed once into the user's cache. It is built beside its place and then renamed, so
 * a folder that is there is complete and two runs may install at once. Throws when npm cannot, or not for this machine.
 */
export async function installServer(): Promise<ServerInstall> {
  const { platform, arch } = process;
  if (platform !== 'linux' || (arch !== 'x64' && arch !== 'arm64'))
    throw new Error(`the server host needs Linux on x64 or arm64, this is ${platform} on ${arch}`);
  const home = join(cacheFolder(), `code-server-${CODE_SERVER}-node-${NODE}-${arch}`);
  const install: ServerInstall = {
    node: join(home, 'node_modules', `node-linux-${arch}`, 'bin', 'node'),
    vscode: join(home, 'node_modules', 'code-server', 'lib', 'vscode'),
  };
  if (existsSync(home)) return install;
  await mkdir(dirname(home), { recursive: true });
  const draft = await mkdtemp(`${home}-draft-`);
  try {
    await fill(draft, arch);
    await rename(draft, home).catch((error: unknown) => {
      if (!existsSync(home)) throw error;
    });
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
  return install;
}

async function fill(folder: string, arch: 'x64' | 'arm64'): Promise<void> {
  await writeFile(join(folder, 'package.json'), JSON.stringify({ name: 'vscode-host', private: true }));
  say(`installing code-server ${CODE_SERVER} and Node.js ${NODE} from npm, once (640 MB)`);
  // Scripts stay off: they would build what is not needed here and want a compiler.
  await npm(folder, [
    '--save-exact',
    '--omit=optional',
    `code-server@${CODE_SERVER}`,
    `node-linux-${arch}@${NODE}`,
    `@parcel/watcher-linux-${arch}-glibc@${WATCHER}`,
  ]);
  const vscode = join(folder, 'node_modules', 'code-server', 'lib', 'vscode');
  say('installing what VS Code itself needs');
  await npm(vscode, ['--omit=dev', '--omit=optional']);
  // Built-in chat: slow to start, and it calls out. (github-authentication stays: the workbench waits for it.)
  await rm(join(vscode, 'extensions', 'copilot'), { recursive: true, force: true });
}

function npm(folder: string, args: readonly string[]): Promise<string> {
  const flags = ['--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error', '--prefix', folder];
  // Under `npm test` the environment names the project's folder; npm here must not install into that one.
  const env = Object.fromEntries(
    Object.entries(process.env).filter(
      ([key]) => !/^npm_(config_(local_)?prefix|package_|lifecycle_)/.test(key),
    ),
  );
  return run('npm', ['install', ...flags, ...args], { cwd: folder, env });
}
