import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, extname, join } from 'node:path';
import { closure } from './closure';
import { bringPackage } from './fetch';
import nativeModules from './native-modules.json';
import { notices } from './notices';
import { pruneOnnxruntime } from './prune';
import type { Target } from './targets';

/** Folders that working in the checkout leaves behind; a run can weigh gigabytes. */
const LEFT_BEHIND = /(^|[/\\])(\.stagecraft|__pycache__)([/\\]|$)/;

interface Manifest {
  readonly files: readonly string[];
  readonly dependencies: Readonly<Record<string, string>>;
  readonly [key: string]: unknown;
}

/**
 * Lays out in `folder` what one platform's extension is packed from: the files that `package.json` lists, the native
 * modules that the bundles load, for that platform alone, and a manifest that names only these. What of it all is
 * packed, `.vscodeignore` decides.
 */
export function stage(target: Target, folder: string, scratch: string): void {
  const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as Manifest;
  for (const entry of manifest.files) copy(entry, folder);

  const pinned = closure(nativeModules, target);
  for (const one of pinned) bringPackage(one, join(folder, one.path), scratch);
  const inputs = JSON.parse(readFileSync('dist/inputs.json', 'utf8')) as readonly string[];
  writeFileSync(
    join(folder, 'THIRD-PARTY-NOTICES.txt'),
    notices(
      inputs,
      pinned.map(({ path }) => join(folder, path)),
    ),
  );
  pruneOnnxruntime(folder, target);

  const {
    files: _files,
    scripts: _scripts,
    devDependencies: _dev,
    allowScripts: _allow,
    overrides: _over,
    ...kept
  } = manifest;
  const versions = new Map(pinned.map(({ name, version }) => [name, version]));
  const dependencies = Object.fromEntries(nativeModules.map((name) => [name, versions.get(name)]));
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ ...kept, dependencies }, null, 2));
}

function copy(entry: string, folder: string): void {
  // The one pattern in use: every file of an ending in a folder.
  const all = /^([^*]+)\/\*(\.\w+)$/.exec(entry);
  const [, under = '', ending] = all ?? [];
  const paths = all
    ? readdirSync(under).flatMap((name) => (extname(name) === ending ? [`${under}/${name}`] : []))
    : [entry];
  for (const path of paths) {
    if (!existsSync(path))
      throw new Error(`package.json lists ${path}, which is not here: is the build done?`);
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    cpSync(path, join(folder, path), { recursive: true, filter: (source) => !LEFT_BEHIND.test(source) });
  }
}
