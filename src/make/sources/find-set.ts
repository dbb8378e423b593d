import { existsSync } from 'node:fs';
import { basename, dirname, isAbsolute, join } from 'node:path';
import { LAST_RUN } from '../../language';
import { MakeError } from '../error';
import { auditsFolder, ensureRunSet, ResultsError, SET_FILES } from '../../results';
import { FILES, listRuns, readRunManifest, runsFolder } from '../../runs';
import type { MakeContext } from '../types';

/**
 * The folder of the audit set that `failures` names: `last` is the newest run of the curriculum that has predictions,
 * else a folder of a set or a run, the id of a run, or that of an imported set. Rejects with a `MakeError` or a
 * `ResultsError`.
 */
export async function findSet({ curriculum, root, signal }: MakeContext, of: string): Promise<string> {
  if (of === LAST_RUN) return newestSet(root, curriculum.file, signal);
  const folders = isAbsolute(of) ? [of] : [join(runsFolder(root), of), join(auditsFolder(root), of)];
  for (const folder of folders) {
    const above = dirname(folder);
    if (basename(folder) === FILES.audit && existsSync(join(above, FILES.manifest)))
      return ensureRunSet(above, signal);
    if (existsSync(join(folder, FILES.manifest))) return ensureRunSet(folder, signal);
    if (existsSync(join(folder, SET_FILES.manifest))) return folder;
  }
  throw new MakeError(
    `There is no run and no imported audit ${of}.`,
    '`failures` takes `last`, the id of a run, or a folder: `stagecraft list` shows runs, `stagecraft results PATH` imports results.',
  );
}

async function newestSet(root: string, file: string, signal: AbortSignal): Promise<string> {
  for (const reading of await listRuns(root)) {
    if (!reading.ok) continue;
    const { dir } = reading.run;
    const manifest = await readRunManifest(dir);
    if (!manifest.ok || manifest.value.plan.curriculum.file !== file || manifest.value.rehearsal === true)
      continue;
    try {
      return await ensureRunSet(dir, signal);
    } catch (error) {
      // A run without predictions has no failures: the one before it may have some.
      if (!(error instanceof ResultsError)) throw error;
    }
  }
  throw new MakeError(
    `No run of ${basename(file)} has predictions, so it has no failures.`,
    'Run the curriculum to its end first, or name a run or a folder of results under `failures`.',
  );
}
