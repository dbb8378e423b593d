export type { FigureItem } from './agreement';
export { figureItem, figuresOf, figuresOfSet, type FigureData } from './figures';
export { printCorrected, printFigures, printKappa, printRate } from './print';
