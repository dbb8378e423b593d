export { chiSquareP } from './chi-square';
export { figuresOf, type FigureParts } from './figures';
export { nothingKept, type NothingKept } from './nothing-kept';
export { warningsOf, type WarningParts } from './warnings';
