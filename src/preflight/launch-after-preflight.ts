import { isError, type LaunchRequest } from '../protocol';
import { RUN_CODES } from '../runs';
import { LaunchError, launchRun, type Launched, type LaunchParts } from './launch';
import { planForLaunch, type Planner } from './plan';
import { preflight, type PreflightParts } from './preflight';

/**
 * Looks at everything that `preflight` looks at, then starts what was looked at: one plan serves both, so that nothing
 * is read twice and what runs is what was checked. All problems are told to `onProblems` once. Rejects with a
 * `LaunchError` when there is an error among them, with a `RunError` when the start itself fails; nothing runs then.
 */
export async function launchAfterPreflight(
  request: LaunchRequest,
  parts: PreflightParts & LaunchParts = {},
): Promise<Launched> {
  const plan = parts.planner ?? planForLaunch;
  let planned: ReturnType<Planner> | undefined;
  const planner: Planner = (asked, how) => (planned ??= plan(asked, how));
  const { problems } = await preflight(request, { ...parts, planner });
  const { checked, problems: ofCurriculum } = await planner(request, parts);
  parts.onProblems?.(problems, checked.files);
  const errors = problems.filter(isError);
  if (errors.length > 0) {
    const stopsAnyStart = ofCurriculum.some(isError) || errors.every(({ code }) => OF_THE_START.has(code));
    throw new LaunchError(problems, stopsAnyStart ? undefined : GO_ON);
  }
  const { onProblems: _told, ...rest } = parts;
  return launchRun(request, { ...rest, planner });
}

/** Told by the start itself, too: no such stage or device, a folder that cannot be written. */
const OF_THE_START: ReadonlySet<string> = new Set(Object.values(RUN_CODES).map(({ code }) => code));

const GO_ON = 'mend what is marked `error`, or go on without this look: `stagecraft run --no-preflight`';
