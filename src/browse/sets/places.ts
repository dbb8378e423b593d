import { Refusal } from '../../protocol';
import { realpath } from 'node:fs/promises';
import { basename, dirname, join, sep } from 'node:path';

import { auditsFolder } from '../../results';
import { FILES, runsFolder } from '../../runs';

/** Where an audit set lies: an import, or the audit of a run. */
export type SetPlace =
  | { readonly kind: 'import'; readonly root: string; readonly dir: string }
  | { readonly kind: 'run'; readonly root: string; readonly dir: string; readonly run: string };

/**
 * The place of a set that is asked for by its folder, or by the folder of its run. A `Refusal` for every other folder:
 * pages ask through here, too.
 */
export function placeOf(asked: string, roots: readonly string[]): SetPlace {
  for (const root of roots) {
    if (isChild(asked, auditsFolder(root))) return { kind: 'import', root, dir: asked };
    const run = basename(asked) === FILES.audit ? dirname(asked) : asked;
    if (isChild(run, runsFolder(root))) return { kind: 'run', root, dir: join(run, FILES.audit), run };
  }
  throw new Refusal(`${asked} is no audit set of an open workspace`);
}

/** Follows links: a set must lie in its workspace also in truth. */
export async function mustLieInside({ root, dir }: SetPlace): Promise<void> {
  const [home, real] = await Promise.all([realpath(join(root, '.stagecraft')), realpath(dir)]);
  if (!real.startsWith(home + sep)) throw new Refusal(`${dir} leads out of the workspace`);
}

/** Whether a folder lies directly in another, by a name that is not hidden. */
function isChild(dir: string, folder: string): boolean {
  if (!dir.startsWith(folder)) return false;
  return /^[\\/][^\\/.][^\\/]*$/u.test(dir.slice(folder.length));
}
