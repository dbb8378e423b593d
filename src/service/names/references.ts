import { DocumentHighlightKind, type DocumentHighlight, type Location } from 'vscode-languageserver-types';
import { rangeOf } from './range';
import type { Snapshot } from '../document/snapshot';
import { nameAt } from './table';

/** Every place where the name at an offset is written, over the chain of `extends` and all variants. */
export function references(
  snapshot: Snapshot,
  offset: number,
  includeDeclaration: boolean,
  others: readonly Snapshot[] = [],
): readonly Location[] {
  const all = nameAt(snapshot, offset, others)?.all ?? [];
  return all
    .filter(({ role }) => includeDeclaration || role === 'reference')
    .map(({ uri, span }) => ({ uri, range: rangeOf(span) }));
}

/** The places of the name in this document alone: those that declare it are written, the others read it. */
export function highlights(snapshot: Snapshot, offset: number): readonly DocumentHighlight[] {
  const all = nameAt(snapshot, offset)?.all ?? [];
  return all
    .filter(({ uri }) => uri === snapshot.uri)
    .map(({ role, span }) => ({
      range: rangeOf(span),
      kind: role === 'declaration' ? DocumentHighlightKind.Write : DocumentHighlightKind.Read,
    }));
}
