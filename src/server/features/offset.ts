import { ErrorCodes, ResponseError } from 'vscode-languageserver/node';
import type { Snapshot } from '../../service';
import { isPosition, offsetOf } from '../documents/position';

/** The offset of a position that a client sent; a request with one that makes no sense is refused. */
export function offsetAt({ source }: Snapshot, position: unknown): number {
  if (!isPosition(position))
    throw new ResponseError(ErrorCodes.InvalidParams, 'The position makes no sense.');
  return offsetOf(source.text, source.lines, position);
}

/** The same for a range. */
export function checkRange(range: unknown): void {
  const { start, end } = (range ?? {}) as Readonly<Record<string, unknown>>;
  if (!isPosition(start) || !isPosition(end))
    throw new ResponseError(ErrorCodes.InvalidParams, 'The range makes no sense.');
}
