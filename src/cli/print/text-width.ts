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

/** Left-aligned columns separated by two spaces; colours are added by the caller afterwards. */
export function columns(rows: readonly (readonly string[])[]): string[] {
  const widths: number[] = [];
  for (const row of rows)
    row.forEach((cell, i) => (widths[i] = Math.max(widths[i] ?? 0, displayWidth(cell))));
  return rows.map((row) =>
    row.map((cell, i) => (i === row.length - 1 ? cell : fit(cell, widths[i] ?? 0))).join('  '),
  );
}

/** Untrusted text for a terminal: control characters (escape sequences among them) become visible. */
export const visible = (text: string): string =>
  text.replace(CONTROL, (char) =>
    char === '\n' || char === '\t' ? char : `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );

/** The same with one column for each, so that a caret below still points at its place. */
export const visibleLine = (text: string): string =>
  text.replace(CONTROL, (char) => (char === '\t' ? char : '·'));
