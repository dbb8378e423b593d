import { unescaped } from './strings';

export const MOST_COLUMNS = 16_384;
export const MOST_ROWS = 1_048_576;

/** Column of a reference such as `AB12`, from 0; -1 when it is none. */
export function columnOf(reference: string): number {
  let column = 0;
  for (let at = 0; at < reference.length; at += 1) {
    const code = reference.charCodeAt(at);
    if (code < 65 || code > 90) break;
    column = column * 26 + code - 64;
    if (column > MOST_COLUMNS) return -1;
  }
  return column - 1;
}

export interface CellContext {
  /** A shared text by its number. */
  readonly shared: (index: number) => string | undefined;
  readonly isDate: (style: number) => boolean;
  readonly from1904: boolean;
}

/** The value of a cell: text, number, boolean, an ISO date; null for an error such as `#N/A`. */
export function cellValue(
  type: string,
  style: string | undefined,
  raw: string,
  { shared, isDate, from1904 }: CellContext,
): unknown {
  switch (type) {
    case 's':
      return shared(Number(raw)) ?? null;
    case 'inlineStr':
    case 'str':
      return unescaped(raw);
    case 'b':
      return raw.trim() === '1' || raw.trim() === 'true';
    case 'e':
      return null;
    case 'd':
      return raw.trim();
    default: {
      const number = raw.trim() === '' ? NaN : Number(raw);
      if (!Number.isFinite(number)) return raw.trim() === '' ? null : raw;
      return style !== undefined && isDate(Number(style)) ? dateOf(number, from1904) : number;
    }
  }
}

/** Excel counts a 29 February 1900 that never was: its day 60. */
function dateOf(days: number, from1904: boolean): string | number {
  const since = from1904 ? Date.UTC(1904, 0, 1) : Date.UTC(1899, 11, days < 60 ? 31 : 30);
  const date = new Date(since + Math.round(days * 86_400_000));
  if (Number.isNaN(date.getTime())) return days;
  const text = date.toISOString().slice(0, 19).replace('T', ' ');
  return text.endsWith(' 00:00:00') ? text.slice(0, 10) : text;
}
