import { randomBytes } from 'node:crypto';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const NAME = '.reserve';
const BYTES = 128 * 1024;

/**
 * Disk space kept back, so that a supervisor whose disk is full can still write down why it ends: a file of noise
 * (noise cannot be compressed away) that is removed in that moment.
 */
export function reserveSpace(dir: string): { release(): void } {
  const path = join(dir, NAME);
  writeFileSync(path, randomBytes(BYTES));
  return {
    release: () => {
      try {
        rmSync(path, { force: true });
      } catch {
        // A folder that takes no changes any more: there is nothing to be gained here.
      }
    },
  };
}
