import { basename } from 'node:path';

import type { DataEngine } from '../data';
import { modelsOf } from '../endpoints';
import { BASE_MODEL, checkCurriculum, type CheckedCurriculum, type Curriculum } from '../language';
import { answersFolder, estimateMake, makeOrder, namesOf, type Recipe } from '../make';
import {
  isError,
  type DeviceChoice,
  type MakeKeys,
  type MakePlan,
  type MakeRequest,
  type Problem,
} from '../protocol';
import { checkMade, modelText, remember } from '../plan';
import { listRuns, queryGpus, startMake, type StartedRun } from '../runs';
import { preflightProblem } from './codes';
import { LaunchError } from './launch';
import { makeWorkspace, openLaunchData } from './workspace';

export interface MakeParts {
  /** Open on the folders of the curriculum; its owner closes it. Absent: one is opened and closed. */
  readonly data?: DataEngine;
}

/** What is to be made, with the curriculum that says so. */
export interface PlannedMake extends MakePlan {
  readonly checked: CheckedCurriculum;
}

/**
 * What making datasets would do and cost, and what their files say against it, such as a column that `keep` names and
 * no row has: nothing is asked of any model, nothing is written. Throws a `MakeError` for a
 * dataset that is none, or that has no recipe.
 */
export async function planMake(request: MakeRequest, parts: MakeParts = {}): Promise<PlannedMake> {
  const checked = checkMake(request);
  const { curriculum, problems } = checked;
  if (curriculum === undefined || problems.some(isError))
    return { checked, problems, datasets: [], keys: [], endpoints: [] };
  const recipes = makeOrder(curriculum, request.datasets);
  const data = parts.data ?? (await openLaunchData(request.root, request.file, curriculum));
  try {
    const datasets = [];
    for (const recipe of recipes)
      datasets.push(await estimateMake(curriculum, recipe, { data, answers: answersFolder(request.root) }));
    const found = await checkMade(only(checked, curriculum, recipes), remember(data));
    const endpoints = endpointsOf(curriculum, recipes);
    const keys = [...new Set(endpoints.flatMap(({ key }) => key ?? []))];
    const resumable = await unfinished(request, curriculum);
    return {
      checked,
      problems: [...problems, ...found],
      datasets,
      keys,
      endpoints,
      ...(resumable === undefined ? {} : { resumable }),
    };
  } finally {
    if (parts.data === undefined) await data.close();
  }
}

/** The curriculum with no other recipes than these: of those that nobody asked for, nobody is told. */
const only = (
  checked: CheckedCurriculum,
  curriculum: Curriculum,
  recipes: readonly Recipe[],
): CheckedCurriculum => ({
  ...checked,
  curriculum: {
    ...curriculum,
    datasets: curriculum.datasets.map((one) => {
      const { made: _, ...bare } = one;
      return recipes.some(({ id }) => id === one.id) ? one : bare;
    }),
  },
});

/**
 * Starts the making of datasets as a run that is independent of this process. `keys` go into the environment of its
 * processes alone. Rejects with a `LaunchError` when the curriculum has errors, with a `MakeError` for a dataset that
 * cannot be made, with a `RunError` when the machine or the run folder is at fault; nothing runs then.
 */
export async function launchMake(request: MakeRequest, keys: MakeKeys = {}): Promise<StartedRun> {
  const { curriculum, problems, files } = checkMake(request);
  if (curriculum === undefined || problems.some(isError)) throw new LaunchError(problems);
  const recipes = makeOrder(curriculum, request.datasets);
  makeWorkspace(request.root);
  const own = recipes.some(({ made }) => namesOf(made).includes(BASE_MODEL));
  return startMake({
    curriculum,
    root: request.root,
    files,
    datasets: recipes.map(({ id }) => id),
    ...(own ? { devices: await deviceOf(curriculum) } : {}),
    env: keysFor(curriculum, keys),
  });
}

/** Only where the curriculum's own model answers is a device of this machine needed, and one GPU serves it. */
async function deviceOf({ engine }: Curriculum): Promise<DeviceChoice> {
  if (engine.name === 'embedded') return { kind: 'auto' };
  return (await queryGpus()).length === 0 ? { kind: 'none' } : { kind: 'any', gpus: 1 };
}

/** The keys that the endpoints of a curriculum are named to want, and no other variable of an environment. */
export function keysFor({ models }: Pick<Curriculum, 'models'>, keys: MakeKeys): MakeKeys {
  const wanted = new Set(Object.values(models).flatMap(({ key }) => key ?? []));
  return Object.fromEntries(Object.entries(keys).filter(([name]) => wanted.has(name)));
}

function checkMake({ file, variant }: MakeRequest): CheckedCurriculum {
  const checked = checkCurriculum(file, variant === undefined ? {} : { variant });
  if (variant === undefined || checked.variants.includes(variant)) return checked;
  const has = checked.variants.length === 0 ? 'it has none' : `it has ${checked.variants.join(', ')}`;
  const problem: Problem = preflightProblem(
    'noVariant',
    { file },
    `${basename(file)} has no variant \`${variant}\`: ${has}`,
  );
  return { ...checked, problems: [problem] };
}

function endpointsOf(curriculum: Curriculum, recipes: readonly Recipe[]): MakePlan['endpoints'] {
  const names = new Set(recipes.flatMap(({ made }) => namesOf(made)));
  const served = modelsOf(curriculum).filter(({ id }) => names.has(id));
  return [
    ...served.map(({ id, url, model, key }) => ({
      name: id,
      model,
      ...(url === undefined ? {} : { url }),
      ...(key === undefined ? {} : { key }),
    })),
    ...(names.has(BASE_MODEL) ? [{ name: BASE_MODEL, model: modelText({ curriculum }) }] : []),
  ];
}

/** Of many runs only the newest are looked through. */
const NEWEST = 50;
const UNFINISHED: ReadonlySet<string> = new Set(['stopped', 'interrupted', 'failed']);

/** The newest make of the same curriculum and variant, when it has not come to its end. */
async function unfinished(
  { root, file, variant }: MakeRequest,
  { name }: Curriculum,
): Promise<MakePlan['resumable']> {
  for (const reading of await listRuns(root, { limit: NEWEST })) {
    if (!reading.ok || reading.run.make === undefined) continue;
    const { run } = reading;
    if (run.name !== name || run.variant !== variant || run.file !== file) continue;
    if (!UNFINISHED.has(run.state)) return undefined;
    const how = run.state === 'failed' ? 'has failed' : `was ${run.state}`;
    const at = run.stages.find(({ state }) => state !== 'done' && state !== 'waiting');
    const where = at === undefined ? '' : ` at ${at.id}`;
    return { dir: run.dir, id: run.id, words: `${run.id} ${how}${where}` };
  }
  return undefined;
}
