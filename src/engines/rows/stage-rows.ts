import type { DataEngine, RowMeasure } from '../../data';
import { SURE_SHARE } from '../../data';
import type { CheckedCurriculum } from '../../language';
import type { Plan, PlannedSource, PlannedStage } from '../../plan';
import { engineOptions } from '../catalogue';
import { imageTokens, type PixelLimits } from './image-tokens';
import type { KnownVision } from './vision-of';

/** A stage with the rows that it takes, for what an engine makes of them. */
export interface StageRows {
  readonly plan: Plan;
  readonly checked: CheckedCurriculum;
  readonly data: DataEngine;
  readonly stage: PlannedStage;
  readonly vision: KnownVision | undefined;
  /** Tokens of the format prompt and of the chat's own marks, which every prompt has. */
  readonly overhead: number;
  readonly rows: readonly MeasuredRow[];
  /** Of the validation file, where the stage has one. */
  readonly validation: readonly MeasuredRow[];
}

/** A row with its length in tokens. */
export interface MeasuredRow {
  readonly source: Pick<PlannedSource, 'dataset' | 'path' | 'format' | 'split'>;
  readonly row: number;
  /** Images that the row has; those that could not be looked at count as no tokens. */
  readonly images: number;
  readonly pixels: number;
  readonly imageTokens: number;
  /** Of text, the format prompt included: estimated. */
  readonly textTokens: number;
  /** The whole prompt, estimated; its image tokens are exact. */
  readonly tokens: number;
  /** What it has at least. */
  readonly sure: number;
}

export function measuredRow(
  source: MeasuredRow['source'],
  { row, text, images, unseen }: RowMeasure,
  vision: KnownVision | undefined,
  limits: PixelLimits,
  overhead: number,
): MeasuredRow {
  const ofImages =
    vision === undefined
      ? 0
      : images.reduce((sum, size) => sum + (imageTokens(vision.vision, size, limits) ?? 0), 0);
  const ofText = text + overhead;
  return {
    source,
    row,
    images: images.length + unseen,
    pixels: images.reduce((sum, [width, height]) => sum + width * height, 0),
    imageTokens: ofImages,
    textTokens: ofText,
    tokens: ofImages + ofText,
    sure: ofImages + Math.floor(ofText * SURE_SHARE),
  };
}

/** An option of the engine as a stage has it: its own, else the engine's default. */
export const optionOf = ({ plan, stage }: Pick<StageRows, 'plan' | 'stage'>, key: string): unknown =>
  Object.hasOwn(stage.engineOptions, key)
    ? stage.engineOptions[key]
    : engineOptions(plan.curriculum.engine.name).get(key)?.default;

export function numberOption(of: Pick<StageRows, 'plan' | 'stage'>, key: string): number | undefined {
  const value = optionOf(of, key);
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}

/** `1 row`, `13,000 rows`; digits are grouped from five on. */
export function count(value: number, noun?: string): string {
  const digits = String(value);
  const text = digits.length > 4 ? digits.replace(/\B(?=(\d{3})+$)/g, ',') : digits;
  return noun === undefined ? text : `${text} ${noun}${value === 1 ? '' : 's'}`;
}
