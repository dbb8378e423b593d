import type { CheckedCurriculum, Curriculum, DifficultyOrder, StageSettings } from '../language';
import type { Problem } from '../protocol';
import { planFrom } from './chain';
import { checkStage } from './checks';
import type { StageDraft } from './draft';
import { stageFiles } from './files';
import { planIntervals } from './intervals';
import { planOrder } from './order';
import { easyr1Loader } from './engine-keys/easyr1-loader';
import { draftSettings, ownsLength } from './settings';
import type { SourceBook } from './sources';
import { planSteps } from './steps';
import type { PlannedSource, PlannedStage, PlannedSteps } from './types';
import { planValidation } from './validation';
import { count } from './words';

interface StageInput {
  readonly checked: CheckedCurriculum;
  readonly curriculum: Curriculum;
  readonly draft: StageDraft;
  readonly sources: readonly PlannedSource[];
  readonly difficulty: DifficultyOrder;
  readonly before: readonly PlannedStage[];
  /** Steps of the staged plan, where this stage stands for all of them. */
  readonly staged: number | undefined;
  readonly book: SourceBook;
}

/** One stage with everything decided, and what there is to say about it. */
export async function planStage(
  input: StageInput,
): Promise<{ readonly stage: PlannedStage; readonly problems: readonly Problem[] }> {
  const { checked, curriculum, draft, sources, before, staged, book } = input;
  const written = draftSettings(curriculum, draft);
  // `merged` is as long as the staged plan unless `pooled` gives its own length.
  const takesOver = draft.kind === 'merged' && !ownsLength(draft) && staged !== undefined && staged > 0;
  const settings: StageSettings = takesOver ? { ...written, steps: staged } : written;
  const rows = sources.reduce((sum, source) => sum + source.rowsAfter, 0);
  const easyr1 = curriculum.engine.name === 'easyr1' ? easyr1Loader(draft.engineOptions) : undefined;
  const steps = planSteps({ rows, settings, ...easyr1?.drawing });
  const validation = await planValidation({ checked, curriculum, draft, settings, book });
  const { validateEvery, saveEvery } = planIntervals(
    steps,
    settings,
    validation.source !== undefined || validation.hub !== undefined,
  );
  const start = planFrom(draft, before);
  const order = planOrder({ draft, difficulty: input.difficulty });
  const stage: PlannedStage = {
    id: draft.id,
    sources,
    ...(validation.source === undefined ? {} : { validation: validation.source }),
    ...(validation.hub === undefined ? {} : { hubValidation: validation.hub }),
    order,
    steps,
    settings: {
      ...settings,
      save_every: saveEvery,
      ...(validateEvery === undefined ? {} : { validate_every: validateEvery }),
    },
    from: start.from,
    ...(draft.until === undefined ? {} : { until: draft.until }),
    engineOptions: draft.engineOptions,
    files: stageFiles({ sources, order }, steps.total),
    notes: [
      ...lengthNotes(staged, steps.total, takesOver),
      ...(validation.note === undefined ? [] : [validation.note]),
      ...(start.note === undefined ? [] : [start.note]),
      ...intervalNotes(written, steps, validateEvery, saveEvery),
      ...(easyr1?.notes ?? []),
    ],
  };
  const problems = checkStage({ checked, curriculum, draft, stage, before });
  return { stage, problems: [...validation.problems, ...problems] };
}

/** How long the staged plan would be, for comparison; both counts differ by the rows that fill no batch. */
function lengthNotes(staged: number | undefined, total: number, takesOver: boolean): readonly string[] {
  if (staged === undefined) return [];
  if (takesOver) return ['`pooled` gives neither epochs nor steps: as many steps as the staged plan'];
  return staged === total ? [] : [`the staged plan takes ${count(staged, 'step')}`];
}

/** What the plan chose because the file does not say it. */
function intervalNotes(
  written: StageSettings,
  steps: PlannedSteps,
  validateEvery: number | undefined,
  saveEvery: number,
): readonly string[] {
  if (steps.total === 0) return [];
  const often = (every: number): string =>
    every === steps.perEpoch
      ? 'once an epoch'
      : `${count(Math.floor(steps.total / every), 'time')} in the stage`;
  return [
    ...(written.validate_every === undefined && validateEvery !== undefined
      ? [`\`validate_every\` is not given: ${often(validateEvery)}`]
      : []),
    ...(written.save_every === undefined
      ? [
          validateEvery === undefined
            ? `\`save_every\` is not given: ${often(saveEvery)}`
            : `\`save_every\` is not given: at every ${ordinal(saveEvery / validateEvery)}validation`,
        ]
      : []),
  ];
}

const ordinal = (nth: number): string =>
  nth === 1 ? '' : nth === 2 ? 'second ' : nth === 3 ? 'third ' : `${nth}th `;
