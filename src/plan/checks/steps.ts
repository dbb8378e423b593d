import type { Problem } from '../../protocol';
import { settingPlace, type StageContext } from '../context';
import { planProblem } from '../problems';
import { count } from '../words';

/** A fixed order hides the same rows in every epoch; worth a word when they are more than this share. */
const NOTABLE_SHARE = 0.1;

/** SC240 and SC384: a stage must have a step, and a fixed order should not hide many rows. */
export function checkSteps(context: StageContext): readonly Problem[] {
  const { stage } = context;
  const { batch } = stage.settings;
  const rows = stage.sources.reduce((sum, source) => sum + source.rowsAfter, 0);
  if (stage.steps.total === 0 && rows > 0) {
    return [
      planProblem(
        'SC240',
        `Stage \`${stage.id}\` has no step: ${count(rows, 'row')}, and a step takes ${count(batch)}`,
        settingPlace(context, stage.steps.perEpoch === 0 ? 'batch' : 'epochs'),
        {
          hint:
            stage.steps.perEpoch === 0
              ? `Set \`batch\` to ${count(rows)} or less${stage.sources.some((s) => s.where) ? ', or loosen `where`' : ''}.`
              : 'Raise `epochs`, or give `steps`.',
        },
      ),
    ];
  }
  if (stage.order.shuffle || stage.steps.leftOver <= rows * NOTABLE_SHARE) return [];
  return [
    planProblem(
      'SC384',
      stage.steps.leftOver === 1
        ? `The last row of the order of stage \`${stage.id}\` never fills a batch and is never shown`
        : `The last ${count(stage.steps.leftOver)} rows of the order of stage \`${stage.id}\` never fill a batch and are never shown`,
      settingPlace(context, 'batch'),
      { hint: `Choose a \`batch\` that divides ${count(rows)} more evenly.` },
    ),
  ];
}
