import type { CheckedCurriculum, Curriculum } from '../language';
import type { Place } from '../protocol';
import { settingPath, type StageDraft } from './draft';
import type { PlannedStage } from './types';

/** A planned stage with all that a check of it may want to know. */
export interface StageContext {
  readonly checked: CheckedCurriculum;
  readonly curriculum: Curriculum;
  readonly draft: StageDraft;
  readonly stage: PlannedStage;
  /** The stages that run before it. */
  readonly before: readonly PlannedStage[];
}

/**
 * What a sentence about a setting calls the stage: its name, or nothing where all of several stages have the setting
 * from `defaults`, so that the same is said of all of them once.
 */
export const stageOfSetting = (
  { curriculum, draft, stage }: Pick<StageContext, 'curriculum' | 'draft' | 'stage'>,
  key: Parameters<typeof settingPath>[2],
): string | undefined =>
  curriculum.stages.length > 1 && settingPath(curriculum, draft, key)[0] === 'defaults'
    ? undefined
    : `stage \`${stage.id}\``;

/** The place of a setting as it was written for the stage, in `pooled`, or in `defaults`. */
export const settingPlace = (
  { checked, curriculum, draft }: Pick<StageContext, 'checked' | 'curriculum' | 'draft'>,
  key: Parameters<typeof settingPath>[2],
  part: 'key' | 'value' = 'value',
): Place => checked.locate(settingPath(curriculum, draft, key), part);
