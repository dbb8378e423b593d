import { engineFor } from '../engines';
import type { CheckedCurriculum } from '../language';
import { isError, type LaunchedRun, type LaunchRequest, type Problem } from '../protocol';
import { startRun, type StartedRun } from '../runs';
import { planForLaunch, type PlanParts } from './plan';
import type { GoldTrial } from './rehearsal/gold-trial';
import { makeWorkspace } from './workspace';

/** A launch that was refused; `problems` say why, and nothing was started. */
export class LaunchError extends Error {
  override readonly name = 'LaunchError';
  constructor(
    readonly problems: readonly Problem[],
    readonly hint = 'mend what is marked `error`',
  ) {
    const first = problems.find(isError);
    super(`Nothing was started: ${first?.message ?? 'the curriculum has errors'}`);
  }
}

export interface LaunchParts extends PlanParts {
  /** Told all problems, also when there is no error among them, before anything is started. */
  readonly onProblems?: (problems: readonly Problem[], files: CheckedCurriculum['files']) => void;
}

/** A run that was started, and what a Python reward gave to gold answers where it is a rehearsal. */
export interface Launched extends LaunchedRun, Pick<StartedRun, 'supervisor'> {
  readonly gold: readonly GoldTrial[];
}

/**
 * Checks, plans and starts a run in one call; its supervisor is independent of this process from then on. Rejects
 * with a `LaunchError` when the curriculum has errors, with a `RunError` when the machine or the run folder is at
 * fault; nothing runs then.
 */
export async function launchRun(request: LaunchRequest, parts: LaunchParts = {}): Promise<Launched> {
  const { checked, plan, problems, gold = [] } = await (parts.planner ?? planForLaunch)(request, parts);
  parts.onProblems?.(problems, checked.files);
  if (plan === undefined || problems.some(isError)) throw new LaunchError(problems);
  parts.signal?.throwIfAborted();
  makeWorkspace(request.root);
  const { stages, devices, audit, rehearse } = request;
  const started = await startRun({
    plan,
    root: request.root,
    engine: engineFor(plan.curriculum.engine.name),
    files: checked.files,
    ...(stages === undefined ? {} : { stages }),
    ...(devices === undefined ? {} : { devices }),
    ...(audit === undefined ? {} : { audit }),
    ...(rehearse === undefined ? {} : { rehearsal: true, predict: false }),
  });
  return { ...started, gold };
}
