/** A text in which tabs of the indentation became spaces, and the way back to the offsets of the text as written. */
export interface Untabbed {
  readonly text: string;
  readonly original: (offset: number) => number;
}

/** Leading white space of a line that has a tab in it. */
const INDENTATION = /^[ \t]*\t[ \t]*(?=[^\s])/gm;

/** The places of tabs in the indentation, a match a line. */
export const tabbedLines = (text: string): readonly { readonly start: number; readonly end: number }[] =>
  [...text.matchAll(INDENTATION)].map((match) => ({
    start: match.index,
    end: match.index + match[0].length,
  }));

/** Widths that editors show a tab in; the text is read with the one that gives the fewest problems. */
export const TAB_WIDTHS = [2, 4, 8] as const;

/** Makes every tab of the indentation `width` spaces. */
export function untab(text: string, width: number): Untabbed {
  const pieces: string[] = [];
  /** Where a replaced piece starts and ends, in both texts. */
  const cuts: { readonly from: number; readonly to: number; readonly written: number }[] = [];
  let end = 0;
  let length = 0;
  const add = (piece: string): void => {
    pieces.push(piece);
    length += piece.length;
  };
  for (const tabs of tabbedLines(text)) {
    add(text.slice(end, tabs.start));
    const from = length;
    add(text.slice(tabs.start, tabs.end).replaceAll('\t', ' '.repeat(width)));
    cuts.push({ from, to: length, written: tabs.start });
    end = tabs.end;
    cuts.push({ from: length, to: Number.POSITIVE_INFINITY, written: end });
  }
  add(text.slice(end));
  return { text: pieces.join(''), original: (offset) => toOriginal(cuts, offset) };
}

function toOriginal(
  cuts: readonly { readonly from: number; readonly to: number; readonly written: number }[],
  offset: number,
): number {
  let low = 0;
  let high = cuts.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((cuts[middle]?.from ?? 0) <= offset) low = middle + 1;
    else high = middle;
  }
  const cut = cuts[low - 1];
  if (cut === undefined) return offset;
  // Inside replaced indentation every offset stands for its start; behind it, texts run alike.
  return Number.isFinite(cut.to) ? cut.written : cut.written + (offset - cut.from);
}
