import { sourceText, type SourceText, type Span } from '../text/source';
import { newAnchors, standsTwice, type Anchors } from './build-tree';
import { moveSaid, moveSpan, moveTree, type Said } from './move';
import { pieceReader, type ParseMemory } from './memory';
import { readPiece, type Grown, type Piece } from './piece';
import type { Section } from './split';
import type { Entry, Laying, MapNode, TreeNode } from './tree';

/** What all pieces of a file say together; spans are those of the file. */
export interface Whole {
  readonly tree: TreeNode | undefined;
  /** Faults of the punctuation, of which a file lists only so many. */
  readonly syntax: readonly Said[];
  readonly others: readonly Said[];
  readonly tabs: readonly NonNullable<Piece['tabs']>[];
  readonly isDeep: boolean;
}

interface Assembly {
  readonly source: SourceText;
  readonly read: (text: string) => Piece;
  readonly root: Map<string, Entry>;
  readonly syntax: Said[];
  readonly others: Said[];
  readonly tabs: NonNullable<Piece['tabs']>[];
  readonly anchors: Anchors;
  isDeep: boolean;
  /** Where the root mapping ends. */
  end: number;
}

/**
 * Reads the sections of a text piece by piece and makes one tree of them. Nothing where a piece cannot be understood
 * without the others, or is not what it looked like.
 */
export function assemble(
  source: SourceText,
  sections: readonly Section[],
  memory: ParseMemory | undefined,
): Whole | undefined {
  const { read, done } = pieceReader(memory);
  const whole: Assembly = {
    source,
    read,
    root: new Map(),
    syntax: [],
    others: [],
    tabs: [],
    anchors: newAnchors(),
    isDeep: false,
    end: 0,
  };
  const isRead = sections.every((section) => addSection(whole, section));
  done(isRead);
  if (!isRead) return undefined;
  const { root, syntax, others, tabs, isDeep } = whole;
  const [first] = root.values();
  const start = first?.keySpan.start ?? 0;
  const tree: MapNode = {
    kind: 'map',
    span: { source, start, end: Math.max(start, whole.end) },
    entries: root,
  };
  return { tree, syntax, others, tabs, isDeep };
}

/** Adds a key with all that stands under it; false where the text must be read whole. */
function addSection(whole: Assembly, section: Section): boolean {
  const { source, read } = whole;
  const own = source.text.slice(section.start, section.children[0] ?? section.end);
  const head = lay(
    whole,
    section.isFirst ? readPiece(sourceText(source.path, own)) : read(own),
    section.start,
  );
  if (head === undefined) return false;
  const key = addTop(whole, head);
  if (section.under === undefined) return true;
  const parts: TreeNode[] = [];
  for (const [index, start] of section.children.entries()) {
    const child = lay(
      whole,
      read(source.text.slice(start, section.children[index + 1] ?? section.end)),
      start,
    );
    if (child?.under?.kind !== section.under && !whole.isDeep) return false;
    if (child?.under !== undefined) parts.push(child.under);
    if (child !== undefined) addTop(whole, child);
  }
  const [first] = parts;
  // A key that stands there twice is read, but its first value stays.
  if (key === undefined || first === undefined) return true;
  const span = { source, start: first.span.start, end: parts.at(-1)?.span.end ?? first.span.end };
  whole.root.set(key.key, { ...key, value: join(whole, section.under, parts, span) });
  return true;
}

/** Takes over what a piece says and lays its tree where it stands; nothing where the text must be read whole. */
function lay(whole: Assembly, piece: Piece, by: number): Grown | undefined {
  if (piece.isMixed) return undefined;
  const to: Laying = { source: whole.source, by };
  for (const said of piece.syntax) whole.syntax.push(moveSaid(to, said));
  if (piece.tabs !== undefined) {
    whole.tabs.push({ span: moveSpan(to, piece.tabs.span), count: piece.tabs.count });
  }
  whole.isDeep ||= piece.isDeep;
  const { tree, under, rebuild } = piece;
  if (rebuild !== undefined) {
    return rebuild(to, whole.anchors, (...said) => void whole.others.push(said));
  }
  for (const said of piece.others) whole.others.push(moveSaid(to, said));
  return {
    tree: tree && moveTree(to, tree),
    ...(under === undefined ? {} : { under: moveTree(to, under) }),
  };
}

/** Adds what a piece has at the top; gives the last key of it, nothing where that key was there before. */
function addTop(whole: Assembly, { tree }: Grown): Entry | undefined {
  if (tree?.kind !== 'map') return undefined;
  whole.end = tree.span.end;
  return addEntries(whole, whole.root, tree);
}

function addEntries(whole: Assembly, entries: Map<string, Entry>, added: MapNode): Entry | undefined {
  let last: Entry | undefined;
  for (const entry of added.entries.values()) {
    const first = entries.get(entry.key);
    last = first === undefined ? entry : undefined;
    if (first === undefined) entries.set(entry.key, entry);
    else whole.others.push(standsTwice(entry.key, entry.keySpan, first.keySpan));
  }
  return last;
}

/** The value of a key, of what each piece adds to it. */
function join(whole: Assembly, kind: 'list' | 'map', parts: readonly TreeNode[], span: Span): TreeNode {
  if (kind === 'list') {
    return { kind, span, items: parts.flatMap((part) => (part.kind === 'list' ? part.items : [])) };
  }
  const entries = new Map<string, Entry>();
  for (const part of parts) if (part.kind === 'map') addEntries(whole, entries, part);
  return { kind, span, entries };
}
