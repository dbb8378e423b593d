import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { discard } from '../../fixtures/discard';

/** A new folder under the system's temporary one; a socket is made inside, so its path has to be short. */
export const temporaryFolder = (): string => mkdtempSync(join(tmpdir(), 'scvs-'));

/** Removes what a process may still be writing to. */
export const removeFolder = (folder: string): void => discard(folder);
