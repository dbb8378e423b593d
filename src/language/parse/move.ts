import type { SourceText, Span } from '../text/source';
import type { Report } from '../report';
import type { Entry, TreeNode } from './tree';

/** The arguments of a report, kept to be said where a piece stands in its file. */
export type Said = Parameters<Report>;

/** Lays what was read of a piece where the piece stands in its file. */
export interface Mover {
  readonly source: SourceText;
  /** Where the piece starts. */
  readonly by: number;
}

export const moveSpan = ({ source, by }: Mover, { start, end }: Span): Span => ({
  source,
  start: start + by,
  end: end + by,
});

export function moveTree(to: Mover, node: TreeNode): TreeNode {
  const span = moveSpan(to, node.span);
  switch (node.kind) {
    case 'scalar':
      return { kind: 'scalar', span, style: node.style, value: node.value, text: node.text };
    case 'list':
      return { kind: 'list', span, items: node.items.map((item) => moveTree(to, item)) };
    case 'map': {
      const entries = new Map<string, Entry>();
      for (const entry of node.entries.values()) entries.set(entry.key, moveEntry(to, entry));
      return { kind: 'map', span, entries };
    }
  }
}

const moveEntry = (to: Mover, { key, keySpan, value }: Entry): Entry => ({
  key,
  keySpan: moveSpan(to, keySpan),
  value: moveTree(to, value),
});

export function moveSaid(to: Mover, [code, span, message, extra]: Said): Said {
  const moved = moveSpan(to, span);
  if (extra?.related === undefined) return [code, moved, message, extra];
  const related = extra.related.map((one) => ({ ...one, span: moveSpan(to, one.span) }));
  return [code, moved, message, { ...extra, related }];
}
