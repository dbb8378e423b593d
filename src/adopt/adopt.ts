import { join } from 'node:path';
import { curriculumText } from './curriculum';
import { readText, type ReadText } from './files';
import { draftStage, folderOf } from './stage';
import { isConfig, isScript, readTrainings } from './trainings';
import { Notes, type Adopted } from './types';

/** A script or configuration that no curriculum can be made of: the reason, for people, and what to do. */
export class AdoptError extends Error {
  constructor(
    message: string,
    readonly hint: string,
  ) {
    super(message);
  }
}

export interface AdoptOptions {
  /** Absolute path of the curriculum to be; absent: beside the first script. */
  readonly out?: string;
  /** Shell files with variables, absolute, that are read before the scripts. */
  readonly settings?: readonly string[];
  readonly read?: ReadText;
}

/** Whether a file is a shell script, or a configuration of EasyR1. */
export function canAdopt(path: string, read: ReadText = readText): boolean {
  const text = read(path);
  return (
    text !== undefined &&
    (/\.(?:ba|z)?sh$/u.test(path) || isScript(text) || (/\.ya?ml$/u.test(path) && isConfig(text)))
  );
}

/**
 * Turns launch scripts of EasyR1, or its configuration, into a curriculum: a stage for every start, in the order of the
 * scripts. Nothing is run; a script is text that may say anything. `paths` are absolute.
 */
export function adoptScripts(paths: readonly string[], options: AdoptOptions = {}): Adopted {
  const { out, settings = [], read = readText } = options;
  const notes = new Notes();
  const trainings = paths.flatMap((path) => {
    const text = read(path);
    if (text === undefined) {
      throw new AdoptError(
        `${path} cannot be read as a script or configuration`,
        'name a text file of at most 1 MB',
      );
    }
    return readTrainings(path, text, { read, settings, notes });
  });
  const [origin = ''] = paths;
  if (trainings.length === 0) {
    throw new AdoptError(
      `No start of EasyR1 was found in ${paths.join(', ')}`,
      'name a script that runs `python3 -m verl.trainer.main …`, or a configuration file of EasyR1',
    );
  }
  const folder = folderOf(origin, out);
  const stages = trainings.map((training) => draftStage(training, folder, notes));
  const base = trainings.find((training) => training.base !== undefined)?.base;
  const home =
    base !== undefined && read(join(base, 'verl/trainer/main.py')) !== undefined ? base : undefined;
  return curriculumText(stages, { origin, notes, ...(home === undefined ? {} : { home }) });
}
