// `npm test` and `npm run test:vsix`: runs the suites in the real VS Code.
//   tsx test/vscode/run.ts                    the extension of this checkout (built before)
//   tsx test/vscode/run.ts workspace          one of its suites
//   tsx test/vscode/run.ts --vsix [FILE]      a packaged extension, installed; the newest of `npm run package`
//   STAGECRAFT_VSCODE_HOST=electron|server    asks for one kind of VS Code
//   STAGECRAFT_TEST_GREP=words                runs the tests whose names hold the words
//   STAGECRAFT_PICTURES=FOLDER                pictures of the window, one a second (server host)
//   STAGECRAFT_VERBOSE=1                      shows what VS Code itself writes
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { chooseHost } from './host/choose';
import type { Host } from './host/host';
import { say } from './host/say';
import { runSuite, type Suite } from './host/session';
import { packageRoot } from '../../src/protocol';
import { pythonFor } from '../python/environment';
import { removeFolder, temporaryFolder } from './host/temporary';

/** Of this checkout. A suite is a start of VS Code: what needs another folder or another trust is another suite. */
const SUITES: readonly Suite[] = [
  { name: 'idle', examples: [], trusted: true },
  { name: 'workspace', examples: ['shape-math', 'published-schema'], trusted: true },
  { name: 'log', examples: ['shape-math'], trusted: true },
  { name: 'runs', examples: ['shape-math'], trusted: true },
  { name: 'reload', examples: ['shape-math'], trusted: true },
  { name: 'audit', examples: [], trusted: true },
  { name: 'inline', examples: ['shape-math'], trusted: true },
  { name: 'make', examples: ['shape-math'], trusted: true },
  { name: 'made', examples: ['shape-math'], trusted: true },
  { name: 'trl', examples: ['shape-math'], trusted: true, python: 'a run of the TRL engine from the editor' },
  { name: 'restricted', examples: ['shape-math'], trusted: false },
];

async function runAll(host: Host, suites: readonly Suite[]): Promise<boolean> {
  let passed = true;
  for (const suite of suites) {
    // Told at the end of `npm test`.
    if (suite.python !== undefined && pythonFor(suite.python) === undefined) continue;
    say(`suite ${suite.name}`);
    const why = await runSuite(host, suite);
    say(`suite ${suite.name}: ${why === undefined ? 'passed' : `FAILED, ${why}`}`);
    passed &&= why === undefined;
  }
  return passed;
}

/** The newest package for this machine. Throws when there is none. */
function newestPackage(): string {
  const folder = join(packageRoot(), 'dist', 'vsix');
  const packages = (existsSync(folder) ? readdirSync(folder) : [])
    .filter((name) => name.endsWith(`-${process.platform}-${process.arch}.vsix`))
    .map((name) => join(folder, name))
    .sort((a, b) => statSync(b).mtimeMs - statSync(a).mtimeMs);
  const [newest] = packages;
  if (newest === undefined)
    throw new Error(`${folder} holds no package for this machine: "npm run package" makes one`);
  return newest;
}

async function runInstalled(host: Host, vsix: string): Promise<boolean> {
  const folder = temporaryFolder();
  try {
    const installed = join(folder, 'extensions');
    await host.install(resolve(vsix), installed);
    return await runAll(host, [{ name: 'installed', examples: ['shape-math'], trusted: true, installed }]);
  } finally {
    removeFolder(folder);
  }
}

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    options: { vsix: { type: 'boolean' } },
    allowPositionals: true,
  });
  const vsix = values.vsix === true ? (positionals[0] ?? newestPackage()) : undefined;
  const unknown = positionals.filter(
    (name) => vsix === undefined && !SUITES.some((suite) => suite.name === name),
  );
  if (unknown.length > 0) throw new Error(`no suite is called ${unknown.join(', ')}`);
  const host = await chooseHost();
  try {
    const chosen = SUITES.filter(({ name }) => positionals.length === 0 || positionals.includes(name));
    const passed = await (vsix === undefined ? runAll(host, chosen) : runInstalled(host, vsix));
    process.exitCode = passed ? 0 : 1;
  } finally {
    await host.close();
  }
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
