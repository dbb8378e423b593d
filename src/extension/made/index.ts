export { makingLenses } from './lenses';
export { browseMade } from './browse-made';
export { madeBrowsers, type MadeBrowsers } from './browsers';
export type { MadePanel } from './panel';
