import type { Span } from '../text/source';
import type { Report } from '../report';
import type { Entry, Laying, ListNode, MapNode, TreeNode } from './tree';

/** The arguments of a report, kept to be said where a piece stands in its file. */
export type Said = Parameters<Report>;

export const moveSpan = ({ source, by }: Laying, { start, end }: Span): Span => ({
  source,
  start: start + by,
  end: end + by,
});

/**
 * Lays the tree of a piece. With every keystroke all pieces of a file are laid anew, and most of what is in them is
 * asked for by nobody: what a map or list holds is laid when it is first looked at.
 */
export function moveTree(to: Laying, node: MapNode): MapNode;
export function moveTree(to: Laying, node: TreeNode): TreeNode;
export function moveTree(to: Laying, node: TreeNode): TreeNode {
  switch (node.kind) {
    case 'scalar':
      return {
        kind: 'scalar',
        span: moveSpan(to, node.span),
        style: node.style,
        value: node.value,
        text: node.text,
      };
    case 'list':
      return new LaidList(to, node);
    case 'map':
      return new LaidMap(to, node);
  }
}

class LaidList implements ListNode {
  readonly kind = 'list';
  private place: Span | undefined;
  private made: readonly TreeNode[] | undefined;

  constructor(
    private readonly to: Laying,
    private readonly origin: ListNode,
  ) {}

  get span(): Span {
    return (this.place ??= moveSpan(this.to, this.origin.span));
  }

  get items(): readonly TreeNode[] {
    return (this.made ??= this.origin.items.map((item) => moveTree(this.to, item)));
  }
}

class LaidMap implements MapNode {
  readonly kind = 'map';
  private place: Span | undefined;
  private made: ReadonlyMap<string, Entry> | undefined;

  constructor(
    readonly laid: Laying,
    readonly origin: MapNode,
  ) {}

  get span(): Span {
    return (this.place ??= moveSpan(this.laid, this.origin.span));
  }

  get entries(): ReadonlyMap<string, Entry> {
    return (this.made ??= this.lay());
  }

  private lay(): ReadonlyMap<string, Entry> {
    const entries = new Map<string, Entry>();
    for (const { key, keySpan, value } of this.origin.entries.values()) {
      entries.set(key, { key, keySpan: moveSpan(this.laid, keySpan), value: moveTree(this.laid, value) });
    }
    return entries;
  }
}

export function moveSaid(to: Laying, [code, span, message, extra]: Said): Said {
  const moved = moveSpan(to, span);
  if (extra?.related === undefined) return [code, moved, message, extra];
  const related = extra.related.map((one) => ({ ...one, span: moveSpan(to, one.span) }));
  return [code, moved, message, { ...extra, related }];
}
