import type { LineIndex } from '../../language';
import { isDash, keyAt, valueStart, writtenAt } from './block';
import { HASH, columnOf, isBlank, isEnd, skipBlanks } from './characters';

/**
 * Keys of a block mapping that stand below a line, with what is written behind each on its line: of the lines in this
 * column, up to the first that is indented less.
 */
export function keysBelow(
  text: string,
  lines: LineIndex,
  line: number,
  column: number,
): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (let next = line + 1; next < lines.lineCount; next++) {
    const start = lines.lineStart(next);
    // Most lines below a key of the root are indented: they are passed over at their first character.
    if (column === 0 && isBlank(text.charCodeAt(start))) continue;
    const at = skipBlanks(text, start);
    const code = text.charCodeAt(at);
    if (isEnd(code) || code === HASH) continue;
    const own = columnOf(text, start, at);
    if (own < column) break;
    if (own > column || isDash(text, at)) continue;
    const key = keyAt(text, at);
    if (key !== undefined) found.set(key.key, writtenAt(text, valueStart(text, key.colon + 1)));
  }
  return found;
}

/** Plain items of a block list that stand below a line. */
export function itemsBelow(text: string, lines: LineIndex, line: number, column: number): readonly string[] {
  const found: string[] = [];
  for (let next = line + 1; next < lines.lineCount; next++) {
    const start = lines.lineStart(next);
    const at = skipBlanks(text, start);
    const code = text.charCodeAt(at);
    if (isEnd(code) || code === HASH) continue;
    const own = columnOf(text, start, at);
    if (own < column || (own === column && !isDash(text, at))) break;
    if (own === column) {
      const value = skipBlanks(text, at + 1);
      if (keyAt(text, value) === undefined) found.push(writtenAt(text, value));
    }
  }
  return found;
}

export function without(entries: ReadonlyMap<string, string>, key: string): ReadonlyMap<string, string> {
  const rest = new Map(entries);
  rest.delete(key);
  return rest;
}
