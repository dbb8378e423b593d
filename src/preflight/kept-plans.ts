import { readFile, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Plan } from '../plan';
import { planForLaunch, type LaunchPlan, type PlanParts, type Planner, type PlanRequest } from './plan';

/**
 * How long a plan may stand in for a new one, in milliseconds. What no stamp tells, such as one image of thousands
 * that is gone, is looked at again after this.
 */
const LONGEST_MS = 60_000;
const MOST = 8;

type Stamps = ReadonlyMap<string, Stamp>;

interface Stamp {
  /** When the file was last changed, in milliseconds. */
  readonly changed: number;
  readonly text: string;
}

interface Kept {
  readonly began: number;
  readonly launch: Promise<LaunchPlan>;
  /** Of what the plan was made of, as it was when the plan was ready; nothing when the plan is not to be kept. */
  readonly stamps: Promise<Stamps | undefined>;
}

/**
 * A planner that does not make a plan twice for one click: what was planned is used again for a minute while the
 * texts, the data files, what the curriculum names beside them, and the folders of these stay as they are. Only a plan
 * with nothing to complain about outside of the curriculum's texts is kept: what is being mended is looked at anew.
 */
export function keepPlans(now: () => number = Date.now, plan: Planner = planForLaunch): Planner {
  const kept = new Map<string, Kept>();
  return async (request, parts = {}) => {
    // Who may leave, or follows the progress, gets a plan of his own.
    if (parts.signal !== undefined || parts.onProgress !== undefined) return plan(request, parts);
    const key = keyOf(request, parts);
    const before = kept.get(key);
    if (before !== undefined && now() - before.began <= LONGEST_MS && (await holds(before)))
      return before.launch;
    const began = now();
    const launch = plan(request, parts);
    const stamps = launch.then(stampsOf).catch(() => undefined);
    // A map keeps the order of insertion: the oldest stands first.
    kept.delete(key);
    kept.set(key, { began, launch, stamps });
    const [oldest] = kept.keys();
    if (oldest !== undefined && kept.size > MOST) kept.delete(oldest);
    return launch;
  };
}

/** Which stages are run is part of a rehearsal's plan alone. */
const keyOf = ({ root, file, variant, stages, rehearse }: PlanRequest, { checkData }: PlanParts): string =>
  JSON.stringify([
    root,
    file,
    variant,
    checkData !== false,
    rehearse === undefined ? [] : [rehearse, stages],
  ]);

/** Whether all that a plan hangs on is still as it was when the plan was begun. */
async function holds({ began, launch, stamps }: Kept): Promise<boolean> {
  const known = await stamps;
  if (known === undefined) return false;
  const { checked } = await launch;
  for (const { path, text } of checked.files)
    if ((await readFile(path, 'utf8').catch(() => undefined)) !== text) return false;
  for (const [path, { changed, text }] of known)
    // What changed while the plan was made may have been read before or after.
    if (changed >= began || (await stampOf(path)).text !== text) return false;
  return true;
}

async function stampsOf({ checked, plan, problems }: LaunchPlan): Promise<Stamps | undefined> {
  if (plan === undefined) return undefined;
  const texts = new Set(checked.files.map(({ path }) => path));
  if (problems.some(({ severity, place }) => severity === 'error' || !texts.has(place.file)))
    return undefined;
  return new Map(await Promise.all(filesOf(plan).map(async (path) => [path, await stampOf(path)] as const)));
}

async function stampOf(path: string): Promise<Stamp> {
  try {
    const { mtimeMs, ctimeMs, size, ino } = await stat(path);
    return { changed: Math.max(mtimeMs, ctimeMs), text: `${mtimeMs} ${ctimeMs} ${size} ${ino}` };
  } catch {
    return { changed: 0, text: '' };
  }
}

/** Files and folders that a plan was made of, without the curriculum's own texts. */
function filesOf({ curriculum, stages, heldOut }: Plan): readonly string[] {
  const { prompt, reward, model } = curriculum;
  const sources = stages.flatMap((stage) => [
    ...stage.sources,
    ...(stage.validation === undefined ? [] : [stage.validation]),
  ]);
  const data = [...sources, ...heldOut].map(({ path }) => path);
  return [
    ...new Set([
      ...data,
      ...data.map((path) => dirname(path)),
      ...(prompt === undefined ? [] : [prompt]),
      ...(reward.kind === 'python' ? [reward.path] : []),
      ...(model.kind === 'folder' ? [model.path] : []),
    ]),
  ];
}
