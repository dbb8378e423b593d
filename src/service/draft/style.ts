import type { MapNode } from '../../language';
import { indentOf } from '../actions/write/set';
import { isFlow, isWithin, ownEntries } from '../actions/write/text';

/** Spaces by which the file sets in what lies under a key: of its first mapping in lines, else two. */
export function stepOf(root: MapNode): string {
  const outer = indentOf(root).length;
  for (const { value } of ownEntries(root)) {
    if (value.kind !== 'map' || isFlow(value) || !isWithin(value.span, root.span)) continue;
    const inner = indentOf(value).length;
    if (inner > outer) return ' '.repeat(inner - outer);
  }
  return '  ';
}
