export { documentSymbols } from './symbols';
export { foldingRanges } from './folding';
export { selectionRanges } from './selection';
