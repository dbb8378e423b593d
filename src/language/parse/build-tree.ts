import { isAlias, isMap, isScalar, isSeq, type ParsedNode, type Scalar, type YAMLMap } from 'yaml';
import { listNames, type Report, quote } from '../report';
import { nearest } from '../text/nearest';
import type { Span } from '../text/source';
import { MAX_DEPTH } from './depth';
import type { Entry, ListNode, MapNode, ScalarNode, ScalarStyle, TreeNode } from './tree';

/** Nodes that a document may have once its aliases are written out: stops alias bombs, far above honest use. */
const MAX_EXPANDED = 200_000;

const STYLES: Readonly<Record<Scalar.Type, ScalarStyle>> = {
  PLAIN: 'plain',
  QUOTE_SINGLE: 'single-quoted',
  QUOTE_DOUBLE: 'double-quoted',
  BLOCK_LITERAL: 'literal',
  BLOCK_FOLDED: 'folded',
};

interface Size {
  readonly nodes: number;
  readonly depth: number;
}

/** Where a key starts that has no colon, and one that has it only on a later line; offsets of the library. */
export interface KeySlips {
  readonly noColon: ReadonlySet<number>;
  readonly manyLines: ReadonlySet<number>;
}

/** What the parts of one document share: the anchors, in the order of the text, and how far aliases have grown it. */
export interface Anchors {
  /** Finished anchors; `open` while the node that carries the name is still being read. */
  readonly named: Map<string, TreeNode | 'open'>;
  readonly sizes: WeakMap<TreeNode, Size>;
  /** Nodes that aliases have added. */
  expanded: number;
}

export const newAnchors = (): Anchors => ({ named: new Map(), sizes: new WeakMap(), expanded: 0 });

interface Builder {
  readonly slips: KeySlips;
  readonly spanOf: (node: ParsedNode) => Span;
  readonly report: Report;
  readonly anchors: Anchors;
  refersOut: boolean;
  mergesAtTop: boolean;
}

export interface Built {
  readonly tree: TreeNode;
  /** It has an anchor or an alias, which may have to do with another part of the document. */
  readonly refersOut: boolean;
  /** `<<` stands in the two topmost mappings. */
  readonly mergesAtTop: boolean;
}

/** Makes our tree of the library's: aliases and merge keys resolved and bounded, duplicate and odd keys reported. */
export function buildTree(
  spanOf: (node: ParsedNode) => Span,
  root: ParsedNode,
  slips: KeySlips,
  report: Report,
  anchors: Anchors,
): Built {
  const builder: Builder = { spanOf, slips, report, anchors, refersOut: false, mergesAtTop: false };
  const tree = build(builder, root, 1);
  return { tree, refersOut: builder.refersOut, mergesAtTop: builder.mergesAtTop };
}

const broken = (span: Span): ScalarNode => ({ kind: 'scalar', span, style: 'broken', value: null, text: '' });

function build(builder: Builder, node: ParsedNode, depth: number): TreeNode {
  if (isAlias(node)) return resolveAlias(builder, node.source, builder.spanOf(node), depth);
  const anchor = node.anchor;
  if (anchor !== undefined) {
    builder.refersOut = true;
    builder.anchors.named.set(anchor, 'open');
  }
  const built = isMap(node)
    ? buildMap(builder, node, depth)
    : isSeq(node)
      ? buildList(builder, node.items, builder.spanOf(node), depth)
      : buildScalar(builder, node);
  builder.anchors.sizes.set(built, sizeOf(builder, built));
  if (anchor !== undefined) builder.anchors.named.set(anchor, built);
  return built;
}

function sizeOf(builder: Builder, node: TreeNode): Size {
  if (node.kind === 'scalar') return { nodes: 1, depth: 1 };
  const children = node.kind === 'list' ? node.items : [...node.entries.values()].map((entry) => entry.value);
  let nodes = 1;
  let depth = 0;
  for (const one of children) {
    const size = builder.anchors.sizes.get(one) ?? { nodes: 1, depth: 1 };
    nodes += size.nodes;
    depth = Math.max(depth, size.depth);
  }
  return { nodes, depth: depth + 1 };
}

function buildScalar(builder: Builder, node: Scalar.Parsed): ScalarNode {
  const span = builder.spanOf(node);
  const { value } = node;
  if (value === null && span.start === span.end) {
    return { kind: 'scalar', span, style: 'empty', value: null, text: '' };
  }
  const style = node.type === undefined ? 'plain' : STYLES[node.type];
  // `source` is undefined for text, and the characters as written for what YAML takes as number, boolean or null.
  if (typeof value === 'string') return { kind: 'scalar', span, style, value, text: value };
  const text = node.source;
  if (typeof value === 'number' || typeof value === 'boolean' || value === null) {
    return { kind: 'scalar', span, style, value, text };
  }
  return { kind: 'scalar', span, style, value: text, text };
}

function buildList(builder: Builder, items: readonly ParsedNode[], span: Span, depth: number): ListNode {
  return {
    kind: 'list',
    span,
    // `[a: 1]` is a pair inside a list; the library gives it as a map of one pair.
    items: items.map((item) => build(builder, item, depth + 1)),
  };
}

function resolveAlias(builder: Builder, name: string, span: Span, depth: number): TreeNode {
  builder.refersOut = true;
  const target = builder.anchors.named.get(name);
  if (target === undefined) {
    const near = nearest(name, builder.anchors.named.keys());
    builder.report('SC108', span, `No anchor \`&${name}\` stands before this alias`, {
      hint:
        near === undefined ? 'Mark the value to repeat with `&name` first.' : `Did you mean \`*${near}\`?`,
    });
    return broken(span);
  }
  if (target === 'open') {
    builder.report('SC108', span, `The alias \`*${name}\` stands inside its own anchor`, {
      hint: 'A value cannot contain itself; move the alias out of it.',
    });
    return broken(span);
  }
  const size = builder.anchors.sizes.get(target) ?? { nodes: 1, depth: 1 };
  if (builder.anchors.expanded + size.nodes > MAX_EXPANDED || depth + size.depth > MAX_DEPTH) {
    if (builder.anchors.expanded <= MAX_EXPANDED) {
      builder.report('SC109', span, 'The aliases of this document grow too large when written out', {
        hint: `At most ${MAX_EXPANDED} values and ${MAX_DEPTH} levels are read.`,
      });
      builder.anchors.expanded = MAX_EXPANDED + 1;
    }
    return broken(span);
  }
  builder.anchors.expanded += size.nodes;
  return target;
}

function buildMap(builder: Builder, node: YAMLMap.Parsed, depth: number): MapNode {
  const entries = new Map<string, Entry>();
  const merges: { readonly value: TreeNode; readonly span: Span }[] = [];
  for (const pair of node.items) {
    const key = readKey(builder, pair.key, depth);
    if (key === undefined) {
      if (pair.value !== null) build(builder, pair.value, depth + 1);
      continue;
    }
    const value =
      key.slip === 'no-colon'
        ? broken({ ...key.span, start: key.span.end })
        : pair.value === null
          ? emptyAfter(key.span)
          : build(builder, pair.value, depth + 1);
    if (key.slip === 'many-lines' && !entries.has(key.before.text)) {
      const { text, span } = key.before;
      entries.set(text, { key: text, keySpan: span, value: broken({ ...span, start: span.end }) });
    }
    if (key.text === '<<' && key.plain) {
      if (depth <= 2) builder.mergesAtTop = true;
      merges.push({ value, span: key.span });
      continue;
    }
    const first = entries.get(key.text);
    if (first !== undefined) {
      builder.report(...standsTwice(key.text, key.span, first.keySpan));
      continue;
    }
    entries.set(key.text, { key: key.text, keySpan: key.span, value });
  }
  for (const merge of merges) mergeInto(builder, entries, merge.value, merge.span);
  return { kind: 'map', span: builder.spanOf(node), entries };
}

/** What is said of a key that its mapping has already. */
export const standsTwice = (key: string, span: Span, first: Span): Parameters<Report> => [
  'SC105',
  span,
  `${quote(key)} stands twice in this mapping`,
  {
    hint: 'Keep one of them; the first is used.',
    related: [{ span: first, message: 'the first is here' }],
  },
];

const emptyAfter = (key: Span): ScalarNode => ({
  kind: 'scalar',
  span: { source: key.source, start: key.end, end: key.end },
  style: 'empty',
  value: null,
  text: '',
});

interface Word {
  readonly text: string;
  readonly span: Span;
}

type Key = Word & { readonly plain: boolean } & (
    | { readonly slip?: 'no-colon' }
    /** A half-typed key took the next line's key into itself: `before` is what was half-typed. */
    | { readonly slip: 'many-lines'; readonly before: Word }
  );

function readKey(builder: Builder, node: ParsedNode | null, depth: number): Key | undefined {
  if (node === null) return undefined;
  const span = builder.spanOf(node);
  const resolved = build(builder, node, depth + 1);
  if (resolved.kind === 'scalar' && resolved.style === 'broken') return undefined;
  if (resolved.kind === 'scalar' && resolved.value !== null) {
    const plain = isScalar(node) && node.type === 'PLAIN';
    const [start] = node.range;
    if (builder.slips.noColon.has(start)) return { text: resolved.text, span, plain, slip: 'no-colon' };
    const split = plain && builder.slips.manyLines.has(start) ? splitKey(span) : undefined;
    return split === undefined
      ? { text: resolved.text, span, plain }
      : { ...split.last, plain, slip: 'many-lines', before: split.first };
  }
  const what = resolved.kind === 'scalar' ? 'Nothing' : resolved.kind === 'list' ? 'A list' : 'A mapping';
  builder.report('SC117', span, `${what} cannot be a key`, {
    hint: 'Write a word before the colon; quote a text that starts with a bracket.',
  });
  return undefined;
}

/** The first and last line of a key that goes over several. */
function splitKey({ source, start, end }: Span): { readonly first: Word; readonly last: Word } | undefined {
  const written = source.text.slice(start, end);
  const first = /^[^\r\n]*[^\s]/.exec(written)?.[0];
  if (first === undefined || !written.includes('\n')) return undefined;
  const from = written.lastIndexOf('\n') + 1;
  const text = written.slice(from).trim();
  const at = start + from + written.slice(from).indexOf(text);
  return {
    first: { text: first, span: { source, start, end: start + first.length } },
    last: { text, span: { source, start: at, end: at + text.length } },
  };
}

/** `<<`: keys of the merged mappings stand in wherever the mapping has no key of its own; earlier ones win. */
function mergeInto(builder: Builder, entries: Map<string, Entry>, value: TreeNode, span: Span): void {
  const sources = value.kind === 'list' ? value.items : [value];
  for (const source of sources) {
    if (source.kind === 'map') {
      for (const entry of source.entries.values()) {
        if (!entries.has(entry.key)) entries.set(entry.key, entry);
      }
      continue;
    }
    if (source.kind === 'scalar' && source.style === 'broken') continue;
    const names = [...builder.anchors.named].flatMap(([name, node]) =>
      node !== 'open' && node.kind === 'map' ? [`*${name}`] : [],
    );
    builder.report('SC115', span, '`<<` merges mappings, but its value is none', {
      hint:
        names.length === 0
          ? 'Write `<<: *name` with the anchor of a mapping.'
          : `Write \`<<:\` and one of ${listNames(names.slice(0, 5), 'or')}.`,
    });
    return;
  }
}
