import type { Range } from 'vscode-languageserver-types';
import type { Span } from '../../language';

/** A span as editors count: lines and UTF-16 units from zero. */
export function rangeOf({ source, start, end }: Span): Range {
  const from = source.lines.position(start);
  const to = source.lines.position(Math.max(start, end));
  return {
    start: { line: from.line, character: from.column },
    end: { line: to.line, character: to.column },
  };
}
