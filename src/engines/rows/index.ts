import { DataError, textTokens, type DataEngine, type DataSource } from '../../data';
import type { CheckedCurriculum } from '../../language';
import type { Plan, PlannedStage } from '../../plan';
import type { Problem } from '../../protocol';
import { engineAge } from './age';
import { onlineFiltering } from './filtering';
import type { PixelLimits } from './image-tokens';
import { overlongPrompts } from './overlong';
import { samplerLimits } from './sampler';
import { measuredRow, numberOption, type MeasuredRow, type StageRows } from './stage-rows';
import { supervisedLimit } from './supervised';
import { visionOf, type KnownVision } from './vision-of';
import { filterWork } from './work';

export { headTime } from './git-head';
export { imageTokens, type PixelLimits, type Vision } from './image-tokens';
export { modelFolder } from './model-folder';
export type { MeasuredRow } from './stage-rows';
export { visionOf, type KnownVision } from './vision-of';

interface RowsInput {
  readonly plan: Plan;
  readonly checked: CheckedCurriculum;
  readonly data: DataEngine;
  readonly signal?: AbortSignal;
  /** Rows that another variant has measured; added to. */
  readonly measures?: Map<string, Promise<readonly MeasuredRow[]>>;
}

/**
 * What the engine of a plan would make of its rows: prompts that are too long once images are tokens, batches that
 * filtering leaves empty, images that the sampler refuses. Runs nothing of the user's. Rejects when the signal aborts.
 */
export async function rowsProblems(input: RowsInput): Promise<readonly Problem[]> {
  const { plan, signal } = input;
  // The micro model reads its images and cuts its prompts in its own way, and says so.
  if (plan.curriculum.engine.name === 'embedded') return [];
  const vision = await visionOf(plan.curriculum.model);
  const overhead = CHAT_TOKENS + (await promptTokens(plan, input.data));
  const problems: Problem[] = [];
  for (const stage of plan.stages) {
    signal?.throwIfAborted();
    try {
      const of = await stageRows(input, stage, vision, overhead);
      problems.push(
        ...overlongPrompts(of),
        ...samplerLimits(of),
        ...supervisedLimit(of),
        ...(await onlineFiltering(of)),
        ...filterWork(of),
        ...(await engineAge(of)),
      );
    } catch (error) {
      // Rows that cannot be read are the data layer's to report.
      if (!(error instanceof DataError)) throw error;
    }
  }
  return problems;
}

/** The marks of a chat around one question, and the words that most models are addressed with. */
const CHAT_TOKENS = 16;

/** Tokens of the format prompt without what is put into it. */
async function promptTokens({ curriculum: { prompt } }: Plan, data: DataEngine): Promise<number> {
  if (prompt === undefined) return 0;
  const file = await data.text(prompt);
  if (file.kind !== 'text') return 0;
  return textTokens(file.text.replace(/\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}/gs, ''));
}

async function stageRows(
  { plan, checked, data, measures = new Map() }: RowsInput,
  stage: PlannedStage,
  vision: KnownVision | undefined,
  overhead: number,
): Promise<StageRows> {
  const limits = pixelLimits(plan, stage);
  const measured = (source: DataSource, where?: string): Promise<readonly MeasuredRow[]> => {
    const query = { source, ...(where === undefined ? {} : { where }) };
    const key = JSON.stringify([query, vision, limits, overhead]);
    const known =
      measures.get(key) ??
      data
        .measure(query)
        .then((rows) => rows.map((row) => measuredRow(source, row, vision, limits, overhead)));
    measures.set(key, known);
    return known;
  };
  const rows: MeasuredRow[] = [];
  for (const { where, ...source } of stage.sources) rows.push(...(await measured(source, where)));
  const validation = stage.validation === undefined ? [] : await measured(stage.validation);
  return { plan, checked, data, stage, vision, overhead, rows, validation };
}

/** The limits of a stage's images: EasyR1 sizes images before the model's own processor does. */
export function pixelLimits(plan: Plan, stage: PlannedStage): PixelLimits {
  if (plan.curriculum.engine.name !== 'easyr1') return {};
  const min = numberOption({ plan, stage }, 'data.min_pixels');
  const max = numberOption({ plan, stage }, 'data.max_pixels');
  return { ...(min === undefined ? {} : { min }), ...(max === undefined ? {} : { max }) };
}
