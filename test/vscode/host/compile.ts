import { build } from 'esbuild';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { packageRoot } from '../../../src/protocol';
import { discard } from '../../fixtures/discard';

export interface CompiledSuite {
  readonly folder: string;
  /** Its test files, without an ending. */
  readonly files: readonly string[];
}

/** The suite as an extension that any folder may start. */
const MANIFEST = {
  name: 'suite',
  publisher: 'stagecraft',
  version: '0.0.1',
  engines: { vscode: '^1.95.0' },
  main: './index.js',
  activationEvents: ['onStartupFinished'],
  extensionKind: ['workspace'],
  capabilities: { untrustedWorkspaces: { supported: true }, virtualWorkspaces: true },
};

/** Bundles test/vscode/suite/NAME/*.spec.ts into a folder that is a suite and a small extension at once. */
export async function compileSuite(name: string): Promise<CompiledSuite> {
  const suites = join(packageRoot(), 'test', 'vscode', 'suite');
  const specs = readdirSync(join(suites, name)).filter((file) => file.endsWith('.spec.ts'));
  // Below node_modules, so that mocha is found from there, and out of every tool's way.
  const folder = join(packageRoot(), 'node_modules', '.cache', 'stagecraft-vscode', name);
  discard(folder);
  mkdirSync(folder, { recursive: true });
  await build({
    entryPoints: [join(suites, 'index.ts'), ...specs.map((file) => join(suites, name, file))],
    entryNames: '[name]',
    outdir: folder,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    external: ['vscode', 'mocha'],
    sourcemap: 'inline',
    logLevel: 'warning',
  });
  writeFileSync(join(folder, 'package.json'), JSON.stringify(MANIFEST));
  return { folder, files: specs.map((file) => basename(file, '.ts')) };
}
