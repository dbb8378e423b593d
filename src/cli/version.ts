import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../protocol';

/** Stagecraft's own version, as its package.json says. */
export const packageVersion = (): string =>
  (JSON.parse(readFileSync(join(packageRoot(), 'package.json'), 'utf8')) as { version: string }).version;
