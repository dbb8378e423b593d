import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { packageRoot } from '../protocol';

/** What the server says of itself. */
export interface Manifest {
  readonly version: string;
  /** The address of the reference page: where it is published, else the copy that ships with the package. */
  readonly reference: string;
}

const PAGE = 'blob/HEAD/docs/reference.md';

/** Reads `package.json`; `homepage` names the repository. */
export function readManifest(): Manifest {
  const text = readFileSync(join(packageRoot(), 'package.json'), 'utf8');
  const { version, homepage } = JSON.parse(text) as { readonly version: string; readonly homepage?: unknown };
  if (typeof homepage !== 'string' || !homepage.startsWith('https://'))
    return { version, reference: pathToFileURL(join(packageRoot(), 'docs', 'reference.md')).href };
  return { version, reference: `${homepage.replace(/#.*$/u, '').replace(/\/$/u, '')}/${PAGE}` };
}
