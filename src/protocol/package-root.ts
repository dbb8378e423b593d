import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * The folder of Stagecraft's own package: where `models/`, `examples/` and `dist/` lie, whether the code runs from
 * the bundle in `dist/` or from the sources. Throws when the installation is torn apart.
 */
export function packageRoot(): string {
  let folder = __dirname;
  for (;;) {
    const manifest = join(folder, 'package.json');
    if (existsSync(manifest) && isOurs(manifest)) return folder;
    const parent = dirname(folder);
    if (parent === folder) throw new Error(`Stagecraft's package.json was not found above ${__dirname}.`);
    folder = parent;
  }
}

const isOurs = (manifest: string): boolean =>
  (JSON.parse(readFileSync(manifest, 'utf8')) as { name?: unknown }).name === 'stagecraft';
