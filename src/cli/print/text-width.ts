const TAB = 4;

/** Control characters, and the marks that reorder text (CVE-2021-42574). */
const CONTROL = /[\p{Cc}\u202A-\u202E\u2066-\u2069]/gu;

export const expandTabs = (text: string): string => text.replaceAll('\t', ' '.repeat(TAB));

/** Columns a text takes on a terminal: wide East Asian characters and emoji count two, combining marks none. */
export function displayWidth(text: string): number {
  let width = 0;
  for (const { segment } of new Intl.Segmenter(undefined, { granularity: 'grapheme' }).segment(text))
    width +=
      /\p{Extended_Pictographic}|[\u1100-\u115F\u2E80-\uA4CF\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF00-\uFF60\uFFE0-\uFFE6]/u.test(
        segment,
      )
        ? 2
        : 1;
  return width;
}

/** Pads or cuts (with an ellipsis) to exactly `width` columns. */
export function fit(text: string, width: number): string {
  const size = displayWidth(text);
  if (size <= width) return text + ' '.repeat(width - size);
  let kept = '';
  for (const char of text) {
    if (displayWidth(kept + char) > width - 1) break;
    kept += char;
  }
  return `${kept}…${' '.repeat(Math.max(0, width - 1 - displayWidth(kept)))}`;
}

const ESCAPE = '\u001b';
const SEQUENCE = new RegExp(`(${ESCAPE}\\[[0-9;]*m)`, 'g');

/** The text without the colours that this program itself put in. */
export const withoutStyles = (text: string): string => text.replace(SEQUENCE, '');

/** Cuts a coloured text to at most `width` columns; colours take none, and are closed again. */
export function cutStyled(text: string, width: number): string {
  if (displayWidth(withoutStyles(text)) <= width) return text;
  let kept = '';
  let size = 0;
  let coloured = false;
  for (const piece of text.split(SEQUENCE)) {
    if (piece.startsWith(ESCAPE)) {
      kept += piece;
      coloured = true;
      continue;
    }
    for (const char of piece) {
      const next = size + displayWidth(char);
      if (next > width - 1) return `${kept}…${coloured ? `${ESCAPE}[0m` : ''}`;
      kept += char;
      size = next;
    }
  }
  return kept;
}

/** Left-aligned columns separated by two spaces; colours are added by the caller afterwards. */
export function columns(rows: readonly (readonly string[])[]): string[] {
  const widths: number[] = [];
  for (const row of rows)
    row.forEach((cell, i) => (widths[i] = Math.max(widths[i] ?? 0, displayWidth(cell))));
  return rows.map((row) =>
    row
      .map((cell, i) => (i === row.length - 1 ? cell : fit(cell, widths[i] ?? 0)))
      .join('  ')
      .trimEnd(),
  );
}

/** Untrusted text for a terminal: control characters (escape sequences among them) become visible. */
export const visible = (text: string): string =>
  text.replace(CONTROL, (char) =>
    char === '\n' || char === '\t' ? char : `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );

/** Untrusted text for one line: line breaks become spaces. */
export const visibleInline = (text: string): string => visible(text.replace(/[\r\n]+/g, ' '));

/** The same with one column for each, so that a caret below still points at its place. */
export const visibleLine = (text: string): string =>
  text.replace(CONTROL, (char) => (char === '\t' ? char : '·'));
