export { decide } from './decide';
export { draftStage } from './draft-stage';
export { draftPreviews, type DraftPreviews } from './previews';
