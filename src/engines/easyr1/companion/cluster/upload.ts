import { createHash } from 'node:crypto';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { zipSync } from 'fflate';
import { UserError } from '../../../embedded/errors';
import type { Jobs } from './jobs';

/** Ray keeps packages in the memory of its head node. */
const MOST_BYTES = 200 * 1024 * 1024;

/** Uploads a folder as a package; returns its URI. Rejects with an `UserError` for one that is too large. */
export async function uploadFolder(jobs: Jobs, folder: string): Promise<string> {
  const names = await readdir(folder, { recursive: true });
  const files: Record<string, Uint8Array> = {};
  let bytes = 0;
  for (const name of names.sort()) {
    const path = join(folder, name);
    const { size, ...info } = await stat(path);
    if ((info.mode & 0o170000) !== 0o100000) continue;
    bytes += size;
    if (bytes > MOST_BYTES)
      throw new UserError(
        `${folder} has more than ${MOST_BYTES / 1024 / 1024} MiB: too much to send to a cluster`,
        {
          hint: 'Put the data on a disk that all machines of the cluster share.',
        },
      );
    files[name.replaceAll('\\', '/')] = await readFile(path);
  }
  // The same content has the same name and the same bytes, whenever it was written.
  const zip = zipSync(files, { level: 6, mtime: new Date('2000-01-01T00:00:00') });
  const hash = createHash('sha256').update(zip).digest('hex').slice(0, 32);
  return jobs.upload(`_ray_pkg_${hash}.zip`, zip);
}
