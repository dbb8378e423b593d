export { definition } from './definition';
export { highlights, references } from './references';
export { prepareRename, rename, type RenameResult } from './rename';
export { declaredNames, nameAt, type Named } from './table';
export type { NameKind, Occurrence } from './occurrences';
export { rangeOf } from './range';
