import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/**
 * Makes a folder of installed extensions that has one, where it lies. This is VS Code's own list of what is installed;
 * a folder that is merely put beside it is not loaded.
 */
export function linkExtension(extensions: string, path: string): void {
  const { publisher, name, version } = JSON.parse(
    readFileSync(join(path, 'package.json'), 'utf8'),
  ) as Readonly<Record<'publisher' | 'name' | 'version', string>>;
  const location = { $mid: 1, path: decodeURIComponent(pathToFileURL(path).pathname), scheme: 'file' };
  mkdirSync(extensions, { recursive: true });
  writeFileSync(
    join(extensions, 'extensions.json'),
    JSON.stringify([{ identifier: { id: `${publisher}.${name}` }, version, location, metadata: {} }]),
  );
}
