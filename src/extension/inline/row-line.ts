import type { ItemRow } from '../../protocol';

/** A longer line is shown by no editor as one can read it. */
const LONGEST = 200_000;
/** Characters of a question by which a row is known again. */
const ENOUGH = 80;

/** The id that a row gives itself; nothing where it has none, or the line is no row. */
export function idIn(line: string): string | undefined {
  const id = objectIn(line)?.id;
  return typeof id === 'string' || typeof id === 'number' ? String(id) : undefined;
}

/**
 * Whether a line is the row of an item: it says the item's id or its question. Line numbers alone are not enough: the
 * file may have changed since it was read.
 */
export function isRowOf(line: string, { row, question }: Pick<ItemRow, 'row' | 'question'>): boolean {
  const fields = objectIn(line);
  if (fields === undefined) return false;
  const head = plain(question).slice(0, ENOUGH);
  return Object.values(fields).some(
    (value) =>
      (typeof value === 'number' && String(value) === row) ||
      (typeof value === 'string' && (value === row || (head !== '' && plain(value).startsWith(head)))),
  );
}

const plain = (text: string): string => text.replaceAll('<image>', '').replaceAll(/\s+/g, ' ').trim();

function objectIn(line: string): Readonly<Record<string, unknown>> | undefined {
  if (line.length > LONGEST || !line.trimStart().startsWith('{')) return undefined;
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null
      ? (value as Readonly<Record<string, unknown>>)
      : undefined;
  } catch {
    return undefined;
  }
}
