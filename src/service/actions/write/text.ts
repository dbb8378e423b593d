import type { Entry, MapNode, SourceText, Span, TreeNode } from '../../../language';

/** Start of the line of an offset. */
export function lineStart(text: string, offset: number): number {
  // A search from before the start would look at the first character.
  if (offset <= 0) return 0;
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  // Searched for in the line alone: where there is none, the search would go back to the start of the text.
  return start + text.slice(start, offset).lastIndexOf('\r') + 1;
}

/** End of the line of an offset, before its line break. */
export function lineEnd(text: string, offset: number): number {
  const match = /[\r\n]/u.exec(text.slice(offset));
  return match === null ? text.length : offset + match.index;
}

/** Start of the next line, or the end of the text. */
export function nextLine(text: string, offset: number): number {
  const end = lineEnd(text, offset);
  return text.startsWith('\r\n', end) ? end + 2 : Math.min(end + 1, text.length);
}

export const spanOf = (source: SourceText, start: number, end = start): Span => ({ source, start, end });

/** Whether a span lies in another: what an alias brought does not. */
export const isWithin = (inner: Span, outer: Span): boolean =>
  inner.source.path === outer.source.path && outer.start <= inner.start && inner.end <= outer.end;

/** Whether a collection is written in brackets. */
export const isFlow = (node: TreeNode): boolean =>
  /[[{]/u.test(node.span.source.text.charAt(node.span.start));

/** Offset behind the last character of a node; block collections end where their last value does. */
export function endOf(node: TreeNode): number {
  const { source, start, end } = node.span;
  if (node.kind !== 'scalar' && !isFlow(node)) {
    const below =
      node.kind === 'list'
        ? node.items.filter((item) => isWithin(item.span, node.span)).map(endOf)
        : [...node.entries.values()]
            .filter((entry) => isWithin(entry.keySpan, node.span))
            .map((entry) => entryEnd(entry.keySpan, entry.value, node.span));
    if (below.length > 0) return Math.max(...below);
  }
  return start + source.text.slice(start, end).trimEnd().length;
}

/** Offset behind an entry: behind its value, the alias that stands for it, or the colon. */
export function entryEnd(keySpan: Span, value: TreeNode, map: Span): number {
  const { text } = keySpan.source;
  const rest = /[ \t]*:(?:[ \t]*[*&!][^\s,\]}]+)*/uy;
  rest.lastIndex = keySpan.end;
  const colon = rest.exec(text);
  const written = colon === null ? keySpan.end : rest.lastIndex;
  return isWithin(value.span, map) && value.span.start >= keySpan.end
    ? Math.max(endOf(value), written)
    : written;
}

/** A text as a YAML scalar: plain where that reads as the same text, else in quotes. */
export function yamlText(text: string): string {
  const plain =
    /^[\p{L}\p{N}_./][\p{L}\p{N}_ ./@:-]*$/u.test(text) &&
    !/: |:$| $|^(?:null|true|false|~)$/iu.test(text) &&
    !/^[-+.]?\d[\d._]*(?:e[-+]?\d+)?$|^0[xo]/iu.test(text);
  if (plain) return text;
  return /[\p{Cc}]/u.test(text) ? JSON.stringify(text) : `'${text.replaceAll("'", "''")}'`;
}

/** Entries that are written in the mapping itself, not brought by an alias, in the order of the text. */
export const ownEntries = (map: MapNode): readonly Entry[] =>
  [...map.entries.values()]
    .filter(({ keySpan }) => isWithin(keySpan, map.span))
    .sort((a, b) => a.keySpan.start - b.keySpan.start);
