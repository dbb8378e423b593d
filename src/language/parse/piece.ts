import type { YAMLError } from 'yaml';
import type { Report } from '../report';
import { sourceText, type SourceText, type Span } from '../text/source';
import { buildTree, newAnchors, type Anchors, type KeySlips } from './build-tree';
import { MAX_DEPTH } from './depth';
import { isNothing, readText, type ParsedText } from './library';
import { moveSpan, type Said } from './move';
import { readSimple } from './simple';
import { reportSyntax } from './syntax-errors';
import type { Entry, Laying, TreeNode } from './tree';

/** What one piece of a text means; its spans count from the start of the piece. */
export interface Piece extends Grown {
  /** Faults of the punctuation, of which a file lists only so many. */
  readonly syntax: readonly Said[];
  readonly others: readonly Said[];
  /** The first line with a tab in its indentation, and how many there are. */
  readonly tabs?: { readonly span: Span; readonly count: number };
  /** It is nested too deep to be looked at; `others` says so. */
  readonly isDeep: boolean;
  /**
   * There where the piece has an anchor or alias: makes its tree anew, with its spans in the file and its aliases
   * resolved among the anchors of the parts before it. It then reports what `others` says otherwise.
   */
  readonly rebuild?: (to: Laying, anchors: Anchors, report: Report) => Grown;
  /** Only a reading of the whole text can tell what it means. */
  readonly isMixed: boolean;
}

/** The tree of a piece. */
export interface Grown {
  /** What stands at the top of the piece. */
  readonly tree: TreeNode | undefined;
  /** In a piece that stands under a key: what it adds to the value of that key. */
  readonly under?: TreeNode;
}

/** A key that nobody writes, under which a piece is read so that the library takes it for the middle of a mapping. */
export const HOLDER = '\uE000';
const HEAD = `${HOLDER}:\n`;

/** Reads a whole text, or one that stands at the start of a file. Never throws. */
export const readPiece = (source: SourceText): Piece => read(source, source.text, 0);

/** Reads what stands somewhere inside a file, at a line's start. Never throws. */
export function readHeld(text: string): Piece {
  const whole = HEAD + text;
  // Cut from a string of its own: what is kept of a piece must not keep alive the file that it came from.
  const source = sourceText('', whole.slice(HEAD.length));
  const simple = readSimple(source);
  return simple === undefined ? read(source, whole, HEAD.length) : { ...simple, ...WITHOUT_FAULT };
}

const WITHOUT_FAULT = { syntax: [], others: [], isDeep: false, isMixed: false } as const;

/** The same, by the library alone. */
export const readHeldByLibrary = (text: string): Piece =>
  read(sourceText('', text), HEAD + text, HEAD.length);

/** Takes away the key that held the piece. */
function letGo(tree: TreeNode): Grown {
  if (tree.kind !== 'map') return { tree };
  const under = tree.entries.get(HOLDER)?.value;
  if (under === undefined) return { tree };
  const entries = new Map<string, Entry>(tree.entries);
  entries.delete(HOLDER);
  const rest: TreeNode = { ...tree, entries };
  return under.kind === 'scalar' ? { tree: rest } : { tree: rest, under };
}

/** `text` is the source's with `shift` characters before it. */
function read(source: SourceText, text: string, shift: number): Piece {
  const parsed = readText(text);
  const place = (offset: number): number =>
    Math.min(Math.max(parsed.original(offset) - shift, 0), source.text.length);
  const spanOf = ([from, to]: readonly [number, number, ...unknown[]]): Span => {
    // The library may point behind the end, or the wrong way round.
    const start = place(from);
    return { source, start, end: Math.max(start, place(to)) };
  };
  const piece = { syntax: [] as Said[], others: [] as Said[] };
  const report: Report = (...said) => void piece.others.push(said);
  const tabs = tabsOf(parsed, source, shift);
  if (parsed.deep !== undefined) {
    reportDeep(spanOf([parsed.deep, parsed.deep + 1]), report);
    return { ...piece, ...tabs, tree: undefined, isDeep: true, isMixed: false };
  }
  const [first, second] = parsed.documents;
  if (second !== undefined) {
    const start = parsed.starts[1] ?? second.range[0];
    report('SC106', spanOf([start, start + 3]), 'A second document starts here', {
      hint: 'Keep one curriculum in a file; use `variants`, or another file with `extends`.',
    });
  }
  if (first === undefined) return { ...piece, ...tabs, tree: undefined, isDeep: false, isMixed: false };
  reportSyntax(
    source,
    {
      errors: [...first.errors, ...first.warnings],
      unclosed: parsed.unclosed,
      openQuotes: parsed.openQuotes ?? [],
    },
    spanOf,
    (...said) => void piece.syntax.push(said),
  );
  const { contents } = first;
  if (contents === null || isNothing(contents)) {
    if (first.errors.length === 0) reportEmpty(source, report);
    return { ...piece, ...tabs, tree: undefined, isDeep: false, isMixed: false };
  }
  const slips = keySlips(first.errors);
  const rebuild: NonNullable<Piece['rebuild']> = (to, anchors, report) =>
    letGo(buildTree((node) => moveSpan(to, spanOf(node.range)), contents, slips, report, anchors).tree);
  const built = buildTree((node) => spanOf(node.range), contents, slips, report, newAnchors());
  return {
    ...piece,
    ...tabs,
    ...letGo(built.tree),
    isDeep: false,
    isMixed: shift > 0 && built.mergesAtTop,
    ...(built.refersOut ? { rebuild } : {}),
  };
}

function tabsOf({ tabbed }: ParsedText, source: SourceText, shift: number): Pick<Piece, 'tabs'> {
  const [first] = tabbed ?? [];
  if (first === undefined || tabbed === undefined) return {};
  const span = { source, start: first.start - shift, end: first.end - shift };
  return { tabs: { span, count: tabbed.length } };
}

function keySlips(errors: readonly YAMLError[]): KeySlips {
  const starts = (test: (error: YAMLError) => boolean): ReadonlySet<number> =>
    new Set(errors.filter(test).map((error) => error.pos[0]));
  return {
    noColon: starts((error) => error.message.includes('followed by map values')),
    manyLines: starts((error) => error.code === 'MULTILINE_IMPLICIT_KEY'),
  };
}

/** The start of a text, for what is wrong with all of it. */
export const headOf = (source: SourceText): Span => ({
  source,
  start: 0,
  end: Math.min(source.text.length, 1),
});

const reportEmpty = (source: SourceText, report: Report): void =>
  report('SC107', headOf(source), 'The file is empty', {
    hint: 'Start with `curriculum: 1`, then `datasets:` and `stages:`.',
  });

const reportDeep = (span: Span, report: Report): void =>
  report('SC109', span, `The document is nested deeper than ${MAX_DEPTH} levels`, {
    hint: 'A curriculum needs no more than a dozen levels; look for brackets that are never closed.',
  });
