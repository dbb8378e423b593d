import { createAnalyzer, type Analysis } from '../../../language';
import type { Snapshot } from '../../document/snapshot';
import type { Edit } from '../fix';

/** Edits of one file in the order of the text; of those at one place the first given stands first. */
export const inOrder = (edits: readonly Edit[]): readonly Edit[] =>
  [...edits].sort((a, b) => a.span.start - b.span.start || a.span.end - b.span.end);

/** A text with edits of it made; they must not overlap. */
export function applyEdits(text: string, edits: readonly Edit[]): string {
  let result = '';
  let end = 0;
  for (const { span, text: written } of inOrder(edits)) {
    result += text.slice(end, span.start) + written;
    end = span.end;
  }
  return result + text.slice(end);
}

/** What the language makes of the document with edits of its own text made. */
export function analyzeWith(snapshot: Snapshot, edits: readonly Edit[]): Analysis {
  const { files } = snapshot.checked.base;
  const own = edits.filter(({ span }) => span.source.path === snapshot.path);
  return createAnalyzer().analyze(snapshot.path, applyEdits(snapshot.source.text, own), {
    read: (path) => files.find((file) => file.path === path)?.text,
  });
}
