import { join } from 'node:path';
import { SET_FILES } from '../results';
import { AuditError } from './error';
import { counterfactualLine } from './verdicts/counterfactual';
import { placedLines, recordOf } from './verdicts/line-places';

/**
 * Rejects with an `AuditError` when the arms of a set were answered by the very model whose answers they explain, as a
 * run's last act does: another model's arms would take the place of those verdicts and speak of that other model.
 */
export async function refuseOverOwnArms(dir: string, model: string): Promise<void> {
  for await (const { text } of placedLines(join(dir, SET_FILES.counterfactual))) {
    const line = counterfactualLine(recordOf(text) ?? {});
    if (line === undefined) continue;
    if (line.by !== undefined) return;
    if (line.arms.some(({ arm }) => arm !== 'image'))
      throw new AuditError(
        `The run’s own model has answered the arms already: those of ${model} would tell of ${model}, not of the run.`,
        '`stagecraft audit RUN` without --method reads them; a judge can be asked beside them.',
      );
  }
}
