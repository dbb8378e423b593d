import { join } from 'node:path';
import type { ReadTextFile } from '../data';
import type { CheckedCurriculum } from '../language';
import { makeCommand, planProblem } from '../plan';
import type { Problem } from '../protocol';
import { MADE_FILES } from './layout';
import { parseMadeManifest } from './read/manifest';
import { recipeHash } from './recipe';

/**
 * SC394: datasets of a curriculum that were made by another recipe than the one that stands there now. `read` gives
 * the manifests; one that is missing or damaged says nothing here.
 */
export async function staleProblems(
  checked: CheckedCurriculum,
  read: ReadTextFile,
): Promise<readonly Problem[]> {
  const { curriculum } = checked;
  const problems: Problem[] = [];
  for (const dataset of curriculum?.datasets ?? []) {
    if (curriculum === undefined || dataset.made === undefined) continue;
    const file = await read(join(dataset.made.to, MADE_FILES.manifest));
    const found = file.kind === 'text' ? parseMadeManifest(file.text) : undefined;
    if (found?.kind !== 'made' || found.manifest.recipe === recipeHash(curriculum, dataset)) continue;
    problems.push(
      planProblem(
        'SC394',
        `The rows of \`${dataset.id}\` were made by another recipe`,
        checked.locate(['datasets', dataset.id], 'key'),
        { hint: `Run ${makeCommand(checked, dataset.id)} What was answered before is not asked again.` },
      ),
    );
  }
  return problems;
}
