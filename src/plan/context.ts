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

/** The place of a setting as it was written for the stage, in `pooled`, or in `defaults`. */
export const settingPlace = (
  { checked, curriculum, draft }: Pick<StageContext, 'checked' | 'curriculum' | 'draft'>,
  key: Parameters<typeof settingPath>[2],
  part: 'key' | 'value' = 'value',
): Place => checked.locate(settingPath(curriculum, draft, key), part);
