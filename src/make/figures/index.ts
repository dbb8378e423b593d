export { chiSquareP } from './chi-square';
export { figuresOf, type FigureParts } from './figures';
export { warningsOf, type WarningParts } from './warnings';
