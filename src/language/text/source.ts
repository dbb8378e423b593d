import type { Place } from '../../protocol';
import { LineIndex } from './line-index';

/** A file's text with its line index; `path` is absolute. */
export interface SourceText {
  readonly path: string;
  readonly text: string;
  readonly lines: LineIndex;
}

/** A piece of a source, as offsets in UTF-16 code units; `end` is exclusive. */
export interface Span {
  readonly source: SourceText;
  readonly start: number;
  readonly end: number;
}

/** A byte order mark is dropped, so that columns of the first line are what editors show. */
export function sourceText(path: string, text: string): SourceText {
  const clean = text.startsWith('\uFEFF') ? text.slice(1) : text;
  return { path, text: clean, lines: new LineIndex(clean) };
}

export const placeOf = (span: Span): Place => ({
  file: span.source.path,
  range: span.source.lines.range(span.start, span.end),
});
