export { uriOf, type Snapshot } from './document/snapshot';
export { childShape, findAt, meantShape, type FoundAt } from './document/find-at';
export type { FileFacts, FolderEntry, Known, Split, StageFacts } from './known/known';
