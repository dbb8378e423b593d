import { resolveSettings, type Curriculum, type StageSettings } from '../language';
import type { StageDraft } from './draft';

/**
 * Settings of a stage: its own over `defaults` over the language's. `steps` and `epochs` answer the same question,
 * so a stage that gives `epochs` is not overruled by `steps` of `defaults`.
 */
export function draftSettings(curriculum: Curriculum, draft: StageDraft): StageSettings {
  const { steps, ...others } = curriculum.defaults;
  const ownEpochs = draft.own.epochs !== undefined && draft.own.steps === undefined;
  const defaults = ownEpochs || steps === undefined ? others : curriculum.defaults;
  return resolveSettings(defaults, draft.own);
}

/** Whether `pooled` says how long the one stage is; if not, `merged` takes as many steps as the staged plan. */
export const ownsLength = (draft: StageDraft): boolean =>
  draft.own.steps !== undefined || draft.own.epochs !== undefined;
