import type { Range, SemanticTokens } from 'vscode-languageserver-types';
import type { Snapshot } from '../document/snapshot';
import { collectTokens } from './collect';
import { encodeTokens } from './encode';

export { SEMANTIC_TOKENS_LEGEND } from './legend';
export { tokenEdits } from './encode';
export { EXPRESSION_KEYWORDS } from './words';

/** Resolved names and the words of expressions, encoded by `SEMANTIC_TOKENS_LEGEND`; of a range, or of all. */
export function semanticTokens(snapshot: Snapshot, range?: Range): SemanticTokens {
  const { source } = snapshot;
  const window =
    range === undefined
      ? { start: 0, end: source.text.length }
      : {
          start: source.lines.offset(range.start.line, range.start.character),
          end: source.lines.offset(range.end.line, range.end.character),
        };
  return { data: encodeTokens(source, collectTokens(snapshot, window)) };
}
