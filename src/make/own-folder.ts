import { existsSync, lstatSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { makeGuard, type Guard } from '../data';
import { MADE_SPLITS } from '../protocol';
import { MakeError } from './error';
import { MADE_FILES } from './layout';
import { readMadeManifest } from './read/manifest';
import type { MakeContext } from './types';

const WRITTEN = [...MADE_SPLITS.map((split) => MADE_FILES[split]), MADE_FILES.rows, MADE_FILES.manifest];

/**
 * Looks at the folder that a make would write into, before anything is written: it must lie where a curriculum may read
 * (else nobody could train on the rows), links followed, and hold no rows that somebody else put there, for a make takes
 * away what stands under its names. Rejects with a `MakeError`.
 */
export async function requireOwnFolder({
  made,
  root,
  curriculum,
}: Pick<MakeContext, 'made' | 'root' | 'curriculum'>): Promise<void> {
  const { to } = made;
  const work = join(to, MADE_FILES.work);
  const guard = makeGuard([root, dirname(curriculum.file), ...curriculum.folders]);
  for (const folder of [to, work]) {
    const found = await guard.check(nearest(folder, guard));
    if (found.kind === 'outside' || found.kind === 'unreadable')
      throw new MakeError(
        `Nothing can be made in ${folder}: ${found.reason}.`,
        'Write `to:` with a folder of the workspace, or name the folder under `folders`.',
      );
  }
  if (existsSync(work) || (await readMadeManifest(to)).kind === 'made') return;
  const found = WRITTEN.filter((name) => lstatSync(join(to, name), { throwIfNoEntry: false }) !== undefined);
  if (found.length > 0)
    throw new MakeError(
      `${to} holds ${found.join(', ')} that no make has written, and that would be lost.`,
      'Write `to:` with another folder, or move them away.',
    );
}

/** The path, or what there is of it: a folder that is not there yet may lie behind a link that is. */
function nearest(path: string, guard: Guard): string {
  const above = dirname(path);
  const there = lstatSync(path, { throwIfNoEntry: false }) !== undefined;
  return there || guard.isOutside(path) || guard.isOutside(above) ? path : nearest(above, guard);
}
