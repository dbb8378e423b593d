import { basename } from 'node:path';
import type { DataEngine } from '../data';
import { engineProblems } from '../engines';
import { checkCurriculum, type CheckedCurriculum } from '../language';
import { staleProblems } from '../make';
import { isPlan, makePlan, withoutRepeats, worstFirst, type Plan } from '../plan';
import { isError, type LaunchRequest, type Problem } from '../protocol';
import { preflightProblem } from './codes';
import { tryRewardOnGold, type GoldTrial } from './rehearsal/gold-trial';
import { rehearsalPlan } from './rehearsal/plan';
import { openLaunchData } from './workspace';

/** What a launch may use of its process. */
export interface PlanParts {
  /** Open on the folders of the curriculum (`openLaunchData`); its owner closes it. Absent: one is opened and closed. */
  readonly data?: DataEngine;
  readonly onProgress?: (done: number, total: number, what: string) => void;
  /** Told each second for how long a Python reward has not answered, before a rehearsal. */
  readonly onWait?: (what: string, seconds: number) => void;
  readonly signal?: AbortSignal;
  /** False: the plan alone; rows are counted, not looked at. Default true. */
  readonly checkData?: boolean;
  /** Another planner, such as one that keeps its plans. */
  readonly planner?: Planner;
}

export type PlanRequest = Pick<LaunchRequest, 'root' | 'file' | 'variant' | 'stages' | 'rehearse'>;

/** What is to be run, and all that is wrong with it as far as text, data and engine can tell, worst first. */
export interface LaunchPlan {
  readonly checked: CheckedCurriculum;
  /** Absent when none can be made. With errors among `problems` it may be shown, but must not be run. */
  readonly plan?: Plan;
  readonly problems: readonly Problem[];
  /** What a Python reward gives to gold answers: tried before a rehearsal. */
  readonly gold?: readonly GoldTrial[];
}

export type Planner = (request: PlanRequest, parts?: PlanParts) => Promise<LaunchPlan>;

/**
 * Checks a curriculum, looks at its rows, makes its plan (of a rehearsal: the plan of that) and lets the engine look
 * at it; before a rehearsal, its Python reward is tried on gold answers. Rejects when the signal aborts,
 * never for a mistake of the user.
 */
export async function planForLaunch(request: PlanRequest, parts: PlanParts = {}): Promise<LaunchPlan> {
  const { root, file, variant, rehearse } = request;
  const checked = checkCurriculum(file, variant === undefined ? {} : { variant });
  if (variant !== undefined && !checked.variants.includes(variant))
    return { checked, problems: [unknownVariant(checked, file, variant)] };
  const data = parts.data ?? (await openLaunchData(root, file, checked.curriculum));
  const { onProgress, signal } = parts;
  const asked = {
    ...(onProgress === undefined ? {} : { onProgress }),
    ...(signal === undefined ? {} : { signal }),
  };
  try {
    const made = await makePlan({ checked, data, checkData: parts.checkData !== false, ...asked });
    if (!isPlan(made)) return { checked, problems: made.problems };
    if (rehearse !== undefined) {
      const small = await rehearsalPlan({ checked, made, request, rehearse, data, ...asked });
      const { plan, problems } = small;
      if (plan === undefined || problems.some(isError)) return { checked, ...small };
      const tried = await tryRewardOnGold({
        checked,
        plan,
        stages: request.stages,
        data,
        ...asked,
        ...(parts.onWait === undefined ? {} : { onWait: parts.onWait }),
      });
      const all = worstFirst([...problems, ...tried.problems]);
      return { checked, plan: { ...plan, problems: all }, problems: all, gold: tried.gold };
    }
    const rows = { data, ...(signal === undefined ? {} : { signal }) };
    const ofEngine = await engineProblems(made, checked, parts.checkData === false ? undefined : rows);
    const stale = await staleProblems(checked, (path) => data.text(path));
    const problems = worstFirst(withoutRepeats([...made.problems, ...ofEngine, ...stale]));
    return { checked, plan: { ...made, problems }, problems };
  } finally {
    if (parts.data === undefined) await data.close();
  }
}

function unknownVariant(checked: CheckedCurriculum, file: string, variant: string): Problem {
  const has = checked.variants.length === 0 ? 'it has none' : `it has ${checked.variants.join(', ')}`;
  return preflightProblem('noVariant', { file }, `${basename(file)} has no variant \`${variant}\`: ${has}`);
}
