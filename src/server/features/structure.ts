import { ErrorCodes, ResponseError } from 'vscode-languageserver/node';
import { documentSymbols, foldingRanges, formatDocument, formatRange, selectionRanges } from '../../service';
import { isPosition } from '../documents/position';
import { checkRange } from './offset';
import type { Feature } from './types';

export const documentSymbol: Feature<'textDocument/documentSymbol'> = ({ snapshot }) =>
  documentSymbols(snapshot);

export const foldingRange: Feature<'textDocument/foldingRange'> = ({ snapshot }) => foldingRanges(snapshot);

export const selectionRange: Feature<'textDocument/selectionRange'> = ({ snapshot }, { positions }) => {
  if (!Array.isArray(positions) || !positions.every(isPosition))
    throw new ResponseError(ErrorCodes.InvalidParams, 'The positions make no sense.');
  return selectionRanges(snapshot, positions);
};

export const formatting: Feature<'textDocument/formatting'> = ({ snapshot }, { options }) =>
  formatDocument(snapshot, optionsOf(options));

export const rangeFormatting: Feature<'textDocument/rangeFormatting'> = (
  { snapshot },
  { range, options },
) => {
  checkRange(range);
  return formatRange(snapshot, range, optionsOf(options));
};

/** A client may leave out what the protocol wants. */
function optionsOf(options: unknown): { readonly tabSize: number; readonly insertSpaces: boolean } {
  const { tabSize, insertSpaces } = (options ?? {}) as Readonly<Record<string, unknown>>;
  return { tabSize: typeof tabSize === 'number' ? tabSize : 2, insertSpaces: insertSpaces !== false };
}
