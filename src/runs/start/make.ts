import { resolve } from 'node:path';

import type { Plan } from '../../plan';
import type { Curriculum } from '../../language';
import type { DeviceChoice } from '../../protocol';
import { runError } from '../codes';
import { stageFolderName } from '../folder/layout';
import { deviceWish } from '../queue/choose';
import { createRun, insistOnMachine, type StartedRun } from './create';

export interface MakeOptions {
  readonly curriculum: Curriculum;
  /** Absolute folder of the workspace, in which `.stagecraft` lies. */
  readonly root: string;
  /** The curriculum and the files it extends, as they were checked. */
  readonly files: readonly { readonly path: string; readonly text: string }[];
  /** Ids of datasets with a recipe, at least one, each after those it is made from. */
  readonly datasets: readonly string[];
  /** Devices that it waits for and then holds alone, where the curriculum's own model answers; absent: it does not queue. */
  readonly devices?: DeviceChoice;
  /** Added to the environment of the supervisor and its makers, such as keys: held in memory, written nowhere. */
  readonly env?: Readonly<Record<string, string>>;
  /** Another supervisor program; the run folder is added to it. */
  readonly supervisor?: readonly string[];
}

/**
 * Makes datasets as a run: a run folder whose stages are the datasets, and a supervisor that is independent of this
 * process from then on. Throws a `RunError` (machine, device, a dataset's name, or what the supervisor said); nothing
 * runs then.
 */
export async function startMake(options: MakeOptions): Promise<StartedRun> {
  const { curriculum, files, datasets, env } = options;
  const root = resolve(options.root);
  await insistOnMachine(root);
  insistOnFolders(curriculum.file, datasets);
  const plan: Plan = { curriculum, stages: [], heldOut: [], problems: [] };
  const devices = await deviceWish(plan, options.devices);
  return createRun(
    {
      root,
      stages: [],
      make: { datasets },
      predict: false,
      seed: 0,
      ...(devices === undefined ? {} : { devices }),
      files,
      plan,
      inherited: {},
      data: [],
    },
    options.supervisor,
    env,
  );
}

/** Windows and macOS take `Docci` and `docci` for the same folder. */
function insistOnFolders(file: string, datasets: readonly string[]): void {
  const folders = new Map<string, string>();
  for (const id of datasets) {
    const folder = stageFolderName(id).toLowerCase();
    const other = folders.get(folder);
    if (other !== undefined)
      throw runError(
        'stageName',
        file,
        `The dataset "${id}" shares its folder with "${other}"`,
        'Choose another id.',
      );
    folders.set(folder, id);
  }
}
