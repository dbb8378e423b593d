import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';

import type { DataEngine, DataSource } from '../../data';
import { materialiseOrder, type PlannedStage } from '../../plan';
import { renameWithPatience } from '../folder/atomic';
import { FILES } from '../folder/layout';

export interface TrainingFile {
  readonly source: DataSource;
  readonly rows: number;
}

/** Writes the rows of a stage in training order; the file appears under its name only when it is whole. */
export async function writeTrainingFile(
  data: DataEngine,
  stage: PlannedStage,
  stageDir: string,
): Promise<TrainingFile> {
  const output = join(stageDir, FILES.train);
  const draft = join(stageDir, `part-${FILES.train}`);
  // What an attempt that was killed or stopped has left, also under the names of unfinished writes.
  for (const name of await readdir(stageDir))
    if (name.startsWith(`part-${FILES.train}`)) await rm(join(stageDir, name), { force: true });
  const queries = stage.sources.map(({ where, rowsBefore: _before, rowsAfter: _after, ...source }) => ({
    source,
    ...(where === undefined ? {} : { where }),
  }));
  const { source, rows } = await data.materialise(queries, materialiseOrder(stage), draft);
  await renameWithPatience(source.path, output);
  return { source: { ...source, path: output }, rows };
}
