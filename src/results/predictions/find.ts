import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { FILES } from '../../runs';

/** The predictions of the stage of a run that predicted last; nothing when none has. */
export function newestPredictions(runFolder: string): string | undefined {
  const folder = join(runFolder, FILES.stages);
  const names = existsSync(folder) ? readdirSync(folder) : [];
  return names
    .map((name) => join(folder, name, FILES.predictions))
    .filter((file) => statSync(file, { throwIfNoEntry: false })?.isFile() === true)
    .map((file) => ({ file, time: statSync(file).mtimeMs }))
    .sort((a, b) => b.time - a.time)[0]?.file;
}
