import type { Context, Draft } from '../context';
import { literal, plainText } from '../snippet';
import { inQuotes, needsQuotes } from '../yaml-scalar';

/** A piece of an expression with the offsets of the word that it replaces. */
export interface Piece {
  readonly draft: Draft;
  readonly start: number;
  readonly end: number;
}

/**
 * Puts a piece of SQL where the scalar at the cursor can hold it. A plain scalar cannot begin with a double quote or
 * hold `: `; it is then put in single quotes as a whole, with the cursor inside. Editors that know no snippets would
 * be left behind those quotes: a name stands in brackets there, or the quote stays open, so that one can go on writing.
 */
export function insertPiece({ cursor, snapshot }: Context, { draft, start, end }: Piece): Draft {
  const snippet = draft.snippet ?? literal(draft.value ?? draft.label);
  const plain = draft.plain ?? plainText(snippet);
  const own: Draft = { ...draft, snippet, plain, range: { start, end } };
  if (cursor.quote !== undefined || cursor.manyLines) return own;
  const { text } = snapshot.source;
  const before = text.slice(cursor.start, start);
  const behind = text.slice(end, cursor.end);
  const fits = (piece: string): boolean => !needsQuotes(`${before}${piece}${behind}x`, cursor.flow);
  if (fits(plainText(snippet)) && fits(plain)) return own;
  const marked = /\$\{?\d/.test(snippet.replaceAll(/\\./g, '')) ? snippet : `${snippet}$0`;
  const quoted = (written: string): string => inQuotes(written, "'");
  return {
    ...own,
    snippet: `'${literal(quoted(before))}${quoted(marked)}${literal(quoted(behind))}'`,
    plain: fits(plain)
      ? `${before}${plain}${behind}`
      : fits(`(${plain})`)
        ? `${before}(${plain})${behind}`
        : `'${quoted(before)}${quoted(plain)}${behind === '' ? '' : `${quoted(behind)}'`}`,
    filter: `${before}${draft.filter ?? draft.label}`,
    range: { start: cursor.start, end: cursor.end },
  };
}
