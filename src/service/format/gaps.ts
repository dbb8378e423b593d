import type { Piece } from './pieces';

/** The blanks between two tokens of one line, where `written` are there now. */
export function gapBetween(before: Piece, after: Piece, written: string): string {
  switch (after.type) {
    case 'comment':
      // Comments that stand in a column of their own stay there.
      return written === '' ? ' ' : written;
    case 'comma':
      return '';
    case 'map-value-ind':
      // `*name:` would be an alias of another name.
      return before.type === 'alias' ? ' ' : isJustAfter(before) ? written : '';
    case 'flow-seq-end':
      return before.type === 'comma' ? ' ' : '';
    case 'flow-map-end':
      return before.type === 'flow-map-start' ? '' : ' ';
    default:
  }
  switch (before.type) {
    case 'flow-seq-start':
      return '';
    case 'flow-map-start':
    case 'map-value-ind':
    case 'seq-item-ind':
    case 'comma':
    case 'anchor':
    case 'tag':
      return ' ';
    default:
      return written;
  }
}

/** A colon behind nothing: an entry without a key. */
const isJustAfter = ({ type }: Piece): boolean =>
  type === 'flow-map-start' || type === 'flow-seq-start' || type === 'comma' || type === 'seq-item-ind';
