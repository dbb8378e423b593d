import type { DataEngine } from '../../data';
import { engineProblems } from '../../engines';
import type { CheckedCurriculum } from '../../language';
import { isPlan, makePlan, withoutRepeats, worstFirst, type Plan, type PlannedStage } from '../../plan';
import { isError, type LaunchRequest, type Problem } from '../../protocol';
import { rehearsedCurriculum } from './curriculum';

interface RehearsalInput {
  readonly checked: CheckedCurriculum;
  /** The plan of the curriculum as it is written. */
  readonly made: Plan;
  readonly request: Pick<LaunchRequest, 'stages'>;
  readonly rehearse: { readonly steps: number };
  readonly data: DataEngine;
  readonly signal?: AbortSignal;
}

/** Errors of the sizes that a rehearsal makes small: it can go on, and the real run cannot. */
const OF_SIZE: ReadonlySet<string> = new Set(['SC240', 'SC241', 'SC242']);
/** What the stand-in says of itself: that it stands in, and how much it reads. */
const OF_STAND_IN: ReadonlySet<string> = new Set(['SC410', 'SC411', 'SC412', 'SC413']);

/**
 * The plan of a rehearsal, with the problems of the curriculum as it is written and those that only the rehearsal has.
 * What keeps the real run alone from starting (another engine's settings, a batch that the rows do not fill) is not
 * hidden, but becomes a warning.
 */
export async function rehearsalPlan({
  checked,
  made,
  request,
  rehearse,
  data,
  signal,
}: RehearsalInput): Promise<{ readonly plan?: Plan; readonly problems: readonly Problem[] }> {
  const ofEngine = await engineProblems(made, checked);
  const asWritten = [
    ...made.problems.map((problem) => (OF_SIZE.has(problem.code) ? asWarning(problem) : problem)),
    ...(made.curriculum.engine.name === 'embedded' ? ofEngine : ofEngine.map(asWarning)),
  ];
  const curriculum = rehearsedCurriculum(made.curriculum, rehearse.steps);
  const small: CheckedCurriculum = { ...checked, curriculum, problems: [] };
  const planned = await makePlan({
    checked: small,
    data,
    checkData: false,
    ...(signal === undefined ? {} : { signal }),
  });
  const own = [...planned.problems, ...(isPlan(planned) ? await engineProblems(planned, small) : [])];
  const problems = worstFirst(
    withoutRepeats([...asWritten, ...own.filter((one) => isError(one) || OF_STAND_IN.has(one.code))]),
  );
  if (!isPlan(planned)) return { problems };
  const stages = fromBase(planned.stages, request.stages);
  // A rehearsal ends with its last stage: the held-out rows are for the real run.
  return { plan: { ...planned, stages, heldOut: [], problems }, problems };
}

const asWarning = (problem: Problem): Problem =>
  isError(problem) ? { ...problem, severity: 'warning' } : problem;

/** The first stage of a part of the chain starts from the base model: nobody has rehearsed the stage before it. */
function fromBase(stages: readonly PlannedStage[], choice: LaunchRequest['stages']): readonly PlannedStage[] {
  if (choice === undefined) return stages;
  const wanted = 'only' in choice ? choice.only : choice.from;
  const at = stages.findIndex(({ id }) => id === wanted);
  const run = new Set(
    stages.slice(at, at === -1 ? 0 : 'only' in choice ? at + 1 : undefined).map(({ id }) => id),
  );
  return stages.map((stage) =>
    stage.from.kind === 'stage' && run.has(stage.id) && !run.has(stage.from.stage)
      ? {
          ...stage,
          from: { kind: 'base' },
          notes: [
            ...(stage.notes ?? []),
            `starts from the base model: \`${stage.from.stage}\` is not rehearsed`,
          ],
        }
      : stage,
  );
}
