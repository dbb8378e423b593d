import type { Plan, PlannedStage } from '../../plan';
import { runError } from '../codes';
import { AUDIT, PREDICT, stageFolderName } from '../folder/layout';

/** Which stages of the plan to run: all, one alone, or all from one on. */
export type StageChoice = { readonly only: string } | { readonly from: string } | undefined;

const KEPT = new Map([
  [PREDICT, 'is kept for the predictions'],
  [AUDIT, 'is kept for the audit'],
]);

/** The chosen stages in order. Throws a `RunError` for a stage that is not there or has no folder of its own. */
export function chosenStages(plan: Plan, choice: StageChoice): readonly PlannedStage[] {
  const file = plan.curriculum.file;
  const folders = new Map<string, string>();
  for (const { id } of plan.stages) {
    // Windows and macOS take `See` and `see` for the same folder.
    const folder = stageFolderName(id).toLowerCase();
    const other = folders.get(folder);
    const kept = KEPT.get(folder);
    if (kept !== undefined || other !== undefined) {
      const reason = kept ?? `shares its folder with "${other}"`;
      throw runError('stageName', file, `The stage id "${id}" ${reason}`, 'Choose another id.');
    }
    folders.set(folder, id);
  }
  if (choice === undefined) return plan.stages;
  const wanted = 'only' in choice ? choice.only : choice.from;
  const at = plan.stages.findIndex((stage) => stage.id === wanted);
  if (at === -1) {
    const ids = plan.stages.map((stage) => stage.id).join(', ');
    throw runError('stageName', file, `There is no stage "${wanted}"`, `The stages are ${ids}.`);
  }
  return 'only' in choice ? plan.stages.slice(at, at + 1) : plan.stages.slice(at);
}
