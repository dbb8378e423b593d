import { rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { writeAtomically } from '../../data';
import { MADE_SPLITS, type MadeManifest, type MadeSplit } from '../../protocol';
import { MADE_FILES } from '../layout';
import type { SplitFile } from './split-files';

/**
 * Puts drafts in place of what a folder has. The manifest goes first and comes last, and nothing old is left when the
 * first new file comes: whoever finds a manifest finds the files that it speaks of, and nobody finds a mix of two makes.
 */
export async function replaceFiles(
  to: string,
  drafts: { readonly splits: Readonly<Partial<Record<MadeSplit, SplitFile>>>; readonly rows: string },
  manifest: MadeManifest,
): Promise<void> {
  const names = [MADE_FILES.manifest, ...MADE_SPLITS.map((split) => MADE_FILES[split]), MADE_FILES.rows];
  for (const name of names) await rm(join(to, name), { force: true });
  for (const split of MADE_SPLITS) {
    const draft = drafts.splits[split];
    if (draft !== undefined) await rename(draft.path, join(to, MADE_FILES[split]));
  }
  await rename(drafts.rows, join(to, MADE_FILES.rows));
  const text = `${JSON.stringify(manifest, null, 1)}\n`;
  await writeAtomically(join(to, MADE_FILES.manifest), (sink) => sink.write(Buffer.from(text)));
}
