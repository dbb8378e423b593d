import type { Problem } from '../../protocol';
import { settingPlace, type StageContext } from '../context';
import { planProblem } from '../problems';
import { validates, type PlannedStage } from '../types';
import { count } from '../words';

/** SC242: the checkpoint that a stage starts from must come to exist and must not be deleted before. */
export function checkStart(context: StageContext): readonly Problem[] {
  const { stage, before, checked } = context;
  if (stage.from.kind === 'base') return [];
  const { checkpoint, stage: id } = stage.from;
  const earlier = before.find((candidate) => candidate.id === id);
  if (earlier === undefined) return [];
  const place = checked.locate([...context.draft.path, 'checkpoint']);
  if (checkpoint.kind === 'best' && !validates(earlier)) {
    return [
      planProblem('SC242', `Stage \`${id}\` has no best checkpoint: it never validates`, place, {
        hint: `Give the dataset of \`${id}\` a \`val\` file, set \`validate\`, or write \`checkpoint: last\`.`,
      }),
    ];
  }
  if (checkpoint.kind !== 'step') return [];
  const missing = missingStep(earlier, checkpoint.step);
  return missing === undefined ? [] : [planProblem('SC242', missing.message, place, { hint: missing.hint })];
}

function missingStep(
  earlier: PlannedStage,
  step: number,
): { readonly message: string; readonly hint: string } | undefined {
  const { total } = earlier.steps;
  const { save_every: saveEvery = total, keep_checkpoints: keep } = earlier.settings;
  if (total === 0) return undefined;
  if (step > total) {
    return {
      message: `Stage \`${earlier.id}\` ends after ${count(total, 'step')}: it has no step ${count(step)}`,
      hint: `Write a step up to ${count(total)}, or \`checkpoint: last\`.`,
    };
  }
  if (step !== total && step % saveEvery !== 0) {
    const nearest = Math.min(total, Math.max(saveEvery, Math.round(step / saveEvery) * saveEvery));
    return {
      message: `Stage \`${earlier.id}\` saves every ${count(saveEvery, 'step')} and at its end, not at step ${count(step)}`,
      hint: `Write \`checkpoint: step ${nearest}\`, or set \`save_every\` of \`${earlier.id}\` to a divisor of ${count(step)}.`,
    };
  }
  const later = Math.ceil(total / saveEvery) - Math.ceil(step / saveEvery);
  if (later < keep) return undefined;
  return {
    message: `Step ${count(step)} of stage \`${earlier.id}\` is deleted before the stage ends: ${count(later, 'newer checkpoint')} follow and ${count(keep)} are kept`,
    hint: `Set \`keep_checkpoints\` of \`${earlier.id}\` to ${count(later + 1)} or more.`,
  };
}

/** SC243: a checkpoint must be saved at a step that is validated, or its score is that of older weights. */
export function checkIntervals(context: StageContext): readonly Problem[] {
  const { stage } = context;
  const { save_every: save, validate_every: validate } = stage.settings;
  if (!validates(stage) || save === undefined || validate === undefined) return [];
  if (save % validate === 0) return [];
  const stale = save - (save % validate);
  return [
    planProblem(
      'SC243',
      stale === 0
        ? `Checkpoints every ${count(save, 'step')} come before the first validation at step ${count(validate)}: they have no score`
        : `The checkpoint of step ${count(save)} carries the score of step ${count(stale)}: stage \`${stage.id}\` validates every ${count(validate, 'step')}`,
      settingPlace(context, 'save_every'),
      {
        hint: `Set \`save_every\` to a multiple of ${count(validate)}, such as ${count(nearestMultiple(save, validate))}.`,
      },
    ),
  ];
}

const nearestMultiple = (value: number, of: number): number => Math.max(1, Math.round(value / of)) * of;
