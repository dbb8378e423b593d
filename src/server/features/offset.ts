import { ErrorCodes, ResponseError } from 'vscode-languageserver/node';
import type { Snapshot } from '../../service';
import { isPosition, offsetOf } from '../documents/position';

/** The offset of a position that a client sent; a request with one that makes no sense is refused. */
export function offsetAt({ source }: Snapshot, position: unknown): number {
  if (!isPosition(position))
    throw new ResponseError(ErrorCodes.InvalidParams, 'The position makes no sense.');
  return offsetOf(source.text, source.lines, position);
}

/** Whether what a client sent is a range. */
export function isRange(value: unknown): boolean {
  const { start, end } = (value ?? {}) as Readonly<Record<string, unknown>>;
  return isPosition(start) && isPosition(end);
}

/** Refuses a range that makes no sense. */
export function checkRange(range: unknown): void {
  if (!isRange(range)) throw new ResponseError(ErrorCodes.InvalidParams, 'The range makes no sense.');
}
