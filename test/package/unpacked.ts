import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative, sep } from 'node:path';
import { unzip } from './zip';
import { discard } from '../fixtures/discard';

/** An extension unpacked into a folder that no `node_modules` lies above. */
export interface Unpacked {
  readonly extension: string;
  /** A copy of the example in a workspace of its own. */
  readonly workspace: string;
  /** Every file, with forward slashes, relative to the extension. */
  readonly files: readonly string[];
  remove(): void;
}

/** Packages this machine's extension with `npm run package` and unpacks it. */
export function packAndUnpack(): Unpacked {
  const folder = mkdtempSync(join(tmpdir(), 'stagecraft-vsix-'));
  execFileSync(process.execPath, ['esbuild.mjs']);
  execFileSync(
    process.execPath,
    [join('node_modules', 'tsx', 'dist', 'cli.mjs'), 'scripts/package/package.ts', '--out', folder],
    { stdio: ['ignore', 'ignore', 'inherit'] },
  );
  const vsix = readdirSync(folder).find((name) => name.endsWith('.vsix'));
  if (vsix === undefined) throw new Error(`npm run package left no .vsix in ${folder}.`);
  const unpacked = join(folder, 'unpacked');
  unzip(join(folder, vsix), unpacked);
  const extension = join(unpacked, 'extension');
  const workspace = join(folder, 'workspace');
  cpSync(join(extension, 'examples', 'shape-math'), workspace, { recursive: true });
  return {
    extension,
    workspace,
    files: below(extension).map((file) => relative(extension, file).split(sep).join('/')),
    remove: () => discard(folder),
  };
}

const below = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
