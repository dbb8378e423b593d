import type { DataEngine } from '../data';
import type { CheckedCurriculum } from '../language';
import type { Problem } from '../protocol';
import { planCurriculum } from './curriculum';
import { checkGold } from './gold';
import { checkLearning } from './learning';
import { withoutRepeats, worstFirst } from './problems';
import { remember } from './remember';
import { withoutRowFaults } from './row-faults';
import type { Plan } from './types';

export interface PlanRequest {
  readonly checked: CheckedCurriculum;
  readonly data: DataEngine;
  /** Also look at the rows: images, placeholders, types, gold answers. Default true; the data layer caches it. */
  readonly checkData?: boolean;
  readonly onProgress?: (done: number, total: number, what: string) => void;
  readonly signal?: AbortSignal;
}

/** No plan can be made: the problems, at least one of them an error, say why. */
export interface NoPlan {
  readonly problems: readonly Problem[];
}

export const isPlan = (result: Plan | NoPlan): result is Plan => 'stages' in result;

/**
 * Resolves a curriculum against its data: files, rows, order, steps, settings, checkpoints. The plan carries every
 * problem found on the way and may have errors in it (a missing image, a stage without a step): only a plan without
 * errors should be run. Rejects when `signal` aborts, never for a mistake of the user.
 */
export async function makePlan(request: PlanRequest): Promise<Plan | NoPlan> {
  const { checked, data, onProgress, signal } = request;
  const { curriculum } = checked;
  if (curriculum === undefined) return { problems: worstFirst(checked.problems) };
  const { stages, whole, heldOut, found, problems } = await planCurriculum(
    checked,
    curriculum,
    remember(data),
    signal,
  );
  let all: readonly Problem[] = [...checked.problems, ...problems];
  if (request.checkData !== false) {
    const options = {
      ...(signal === undefined ? {} : { signal }),
      ...(onProgress === undefined ? {} : { onProgress }),
    };
    // Files are looked at also where no plan came of them: their rows may say why.
    const rows = await data.check(found, { ...options, forEasyr1: curriculum.engine.name === 'easyr1' });
    const gold = await checkGold({ checked, curriculum, stages, data, ...options });
    const learning = await checkLearning({ checked, curriculum, stages, data, ...options });
    all = [...withoutRowFaults(all, rows), ...rows, ...gold, ...learning];
  }
  const finished = worstFirst(withoutRepeats(whole ? all : all.map(asObstacle)));
  return whole ? { curriculum, stages, heldOut, problems: finished } : { problems: finished };
}

/** That a dataset is not made yet is no mistake of the file, but nothing can be run before it is. */
const asObstacle = (problem: Problem): Problem =>
  problem.code === 'SC393' ? { ...problem, severity: 'error' } : problem;
