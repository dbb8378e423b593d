import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { createVSIX } from '@vscode/vsce';
import { stage } from './stage';
import { ownTarget, TARGETS, type Target } from './targets';

// npm run package -- [--target NAME]... [--all] [--out DIR]
// One .vsix a platform (this machine's unless told otherwise), each with its own platform's native modules only.

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      target: { type: 'string', multiple: true },
      all: { type: 'boolean' },
      out: { type: 'string', default: join('dist', 'vsix') },
    },
  });
  const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { readonly version: string };
  mkdirSync(values.out, { recursive: true });
  for (const target of chosen(values.all === true, values.target ?? [])) {
    const began = Date.now();
    const file = resolve(values.out, `stagecraft-${version}-${target.name}.vsix`);
    await pack(target, file);
    const size = (statSync(file).size / 2 ** 20).toFixed(1);
    console.log(`${target.name}: ${size} MiB in ${((Date.now() - began) / 1000).toFixed(0)} s, ${file}`);
  }
}

function chosen(all: boolean, names: readonly string[]): readonly Target[] {
  if (all) return TARGETS;
  const own = ownTarget();
  const wanted = names.length > 0 ? names : own === undefined ? [] : [own.name];
  if (wanted.length === 0) throw new Error('There is no native build for this machine: name a --target.');
  return wanted.map((name) => {
    const target = TARGETS.find((one) => one.name === name);
    if (target) return target;
    throw new Error(`There is no target ${name}: ${TARGETS.map((one) => one.name).join(', ')}.`);
  });
}

async function pack(target: Target, file: string): Promise<void> {
  const scratch = mkdtempSync(join(tmpdir(), 'stagecraft-package-'));
  try {
    const folder = join(scratch, 'extension');
    mkdirSync(folder);
    stage(target, folder, scratch);
    await createVSIX({
      cwd: folder,
      packagePath: file,
      target: target.name,
      ignoreFile: resolve('.vscodeignore'),
      allowMissingRepository: true,
      rewriteRelativeLinks: false,
    });
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
