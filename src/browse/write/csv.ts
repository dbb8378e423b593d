/**
 * Beginnings that a spreadsheet takes for a formula, also in their wide forms, behind what it or its importer may skip:
 * spaces, controls, marks that take no room, quotation marks. A tab or a line end is enough.
 */
const FORMULA = /^(?:[\t\r\n]|[\s\p{Cc}\p{Cf}"']*[=+\-@\uff1d\uff0b\uff0d\uff20])/u;

/**
 * A cell of CSV (RFC 4180). A text that a spreadsheet would run gets an apostrophe before it: results are written by
 * models, and who opens them trusts them.
 */
export function csvCell(value: string | number | boolean | null | undefined): string {
  if (value === null || value === undefined) return '';
  if (typeof value !== 'string') return String(value);
  const text = FORMULA.test(value) ? `'${value}` : value;
  return /[",\r\n\t']/u.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

export const csvLine = (cells: readonly (string | number | boolean | null | undefined)[]): string =>
  `${cells.map(csvCell).join(',')}\r\n`;

/** Tells Excel that the file is UTF-8. */
export const BOM = '\ufeff';
