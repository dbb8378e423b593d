import type { DataEngine } from '../../../data';
import { withEngineProblems } from '../../../engines';
import { checkCurriculum } from '../../../language';
import { staleProblems } from '../../../make';
import { checkFile, planSummary, type PlannedVariant } from '../../../plan';
import type { Problem } from '../../../protocol';
import type { StageFacts } from '../../../service';
import { LANGUAGE_CODES } from '../language-codes';
import { readerOf } from '../overlay';
import type { Asking } from '../process';
import type { FileInput, PlannedStages } from '../protocol';

/** Between two words on how far a check is, in milliseconds. */
const PROGRESS_EVERY = 200;

/**
 * Checks a curriculum and all its variants with their data and engines. Problems of the plans and of each data file
 * are told as soon as they are known; the answer is all of them. Rejects when the signal aborts.
 */
export async function answerCheck(
  data: DataEngine,
  input: FileInput,
  { signal, tell }: Asking,
): Promise<readonly Problem[]> {
  const read = readerOf(input.overlays);
  let told = 0;
  const onProblems = (problems: readonly Problem[]): void => {
    const own = withoutLanguage(problems);
    if (own.length > 0) tell({ type: 'problems', problems: own });
  };
  const checked = await checkFile(input.file, {
    variant: 'all',
    data,
    read,
    signal,
    onProblems,
    onFound: (problems, { path }, counts) => {
      onProblems(problems);
      tell({
        type: 'checked',
        path,
        counts: { missingImages: counts.get('SC340') ?? 0, brokenRows: counts.get('SC310') ?? 0 },
      });
    },
    onPlans: (plans) => tell({ type: 'stages', planned: plans.map(stagesOf) }),
    onProgress: (done, total, what) => {
      const now = Date.now();
      if (now - told < PROGRESS_EVERY) return;
      told = now;
      tell({ type: 'progress', done, total, what });
    },
  });
  signal.throwIfAborted();
  const stale = await staleProblems(checkCurriculum(input.file, { read }), (path) => data.text(path));
  onProblems(stale);
  const all = await withEngineProblems(input.file, checked, read, { data, signal });
  return withoutLanguage([...all, ...stale]);
}

/** Those of the text alone are known to the server at once, in its newest version. */
const withoutLanguage = (problems: readonly Problem[]): readonly Problem[] =>
  problems.filter(({ code }) => !LANGUAGE_CODES.has(code));

/** The stages of a plan in figures and words. */
export function stagesOf({ variant, plan }: PlannedVariant): PlannedStages {
  const summaries = planSummary(plan).stages;
  const stages = plan.stages.flatMap((stage, index): StageFacts[] => {
    const summary = summaries[index];
    if (summary === undefined) return [];
    return [
      {
        id: stage.id,
        allRows: stage.sources.reduce((sum, { rowsBefore }) => sum + rowsBefore, 0),
        rows: stage.sources.reduce((sum, { rowsAfter }) => sum + rowsAfter, 0),
        steps: stage.steps.total,
        summary,
      },
    ];
  });
  return variant === undefined ? { stages } : { variant, stages };
}
