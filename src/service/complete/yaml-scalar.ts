import type { Cursor } from '../cursor';

/** Whether a plain scalar of YAML cannot hold a text: it would end early, or be read as something else. */
export const needsQuotes = (text: string, flow: boolean): boolean =>
  /^[\s&*!|>'"%@`#?{}[\],]|^-(?:\s|$)|:\s|:$|\s#|\s$|^$/.test(text) ||
  (flow && /[,[\]{}]/.test(text)) ||
  /^(?:null|true|false|~|[-+]?(?:\.\d+|\d+\.?\d*)(?:e[-+]?\d+)?|0[xo][\da-f]+|[-+]?\.(?:inf|nan))$/i.test(
    text,
  );

/** A text as it stands between quotes. */
export const inQuotes = (text: string, mark: '"' | "'"): string =>
  mark === "'" ? text.replaceAll("'", "''") : JSON.stringify(text).slice(1, -1);

/** What stands between quotes, read. */
export const fromQuotes = (written: string, mark: '"' | "'"): string =>
  mark === "'"
    ? written.replaceAll("''", "'")
    : written.replaceAll(/\\(.)/gu, (_all, sign: string) => (sign === 'n' || sign === 't' ? ' ' : sign));

/** The scalar before the cursor as YAML reads it. */
export const readBefore = ({ before, quote }: Cursor): string =>
  quote === undefined ? before : fromQuotes(before, quote.mark);

/** The part of the word before the cursor as YAML reads it. */
export const readPrefix = ({ prefix, quote }: Cursor): string =>
  quote === undefined ? prefix : fromQuotes(prefix, quote.mark);
