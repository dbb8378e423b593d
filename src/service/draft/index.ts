export { draftStage, type DraftedStage, type StageDraft } from './draft-stage';
