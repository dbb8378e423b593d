import { Composer, Parser, type CST, type Document, type ParsedNode, type YAMLError } from 'yaml';
import type { Report } from '../report';
import type { SourceText, Span } from '../text/source';
import { buildTree, type KeySlips } from './build-tree';
import { MAX_DEPTH, tooDeep } from './depth';
import { reportSyntax } from './syntax-errors';
import { TAB_WIDTHS, tabbedLines, untab } from './tabs';
import type { TreeNode } from './tree';
import { findUnclosed, type Unclosed } from './unclosed';

/** Characters that a curriculum may have; far above 10,000 lines. */
export const MAX_LENGTH = 4_000_000;

/**
 * Reads a text into a tree, whatever its state: half-typed text yields the tree of what can be understood, and the
 * problems say the rest. Nothing is returned only when there is nothing to work with. Never throws.
 */
export function parseTree(source: SourceText, report: Report): TreeNode | undefined {
  if (source.text.length > MAX_LENGTH) {
    report(
      'SC109',
      headOf(source),
      `The file has ${source.text.length} characters; ${MAX_LENGTH} are allowed`,
      {
        hint: 'Put rows into data files, and what several curricula share into a file that they extend.',
      },
    );
    return undefined;
  }
  const parsed = readWithTabs(source, report);
  if (parsed.deep !== undefined) {
    report(
      'SC109',
      spanAt(source, parsed, [parsed.deep, parsed.deep + 1]),
      `The document is nested deeper than ${MAX_DEPTH} levels`,
      {
        hint: 'A curriculum needs no more than a dozen levels; look for brackets that are never closed.',
      },
    );
    return undefined;
  }
  const [first, second] = parsed.documents;
  if (second !== undefined) {
    const start = parsed.starts[1] ?? second.range[0];
    report('SC106', spanAt(source, parsed, [start, start + 3]), 'A second document starts here', {
      hint: 'Keep one curriculum in a file; use `variants`, or another file with `extends`.',
    });
  }
  if (first === undefined) return undefined;
  const openLines = new Set<number>();
  for (const offset of parsed.openQuotes ?? []) {
    const span = spanAt(source, parsed, [offset, offset + 1]);
    openLines.add(source.lines.position(span.start).line);
    report('SC103', span, 'This quote is never closed', {
      hint: 'Close it with the same quote, on the same line if it is one line of text.',
    });
  }
  reportSyntax(
    source,
    { errors: [...first.errors, ...first.warnings], unclosed: parsed.unclosed, reported: openLines },
    (pos) => spanAt(source, parsed, pos),
    report,
  );
  const { contents } = first;
  if (contents === null || isNothing(contents)) {
    if (first.errors.length === 0) {
      report('SC107', headOf(source), 'The file is empty', {
        hint: 'Start with `curriculum: 1`, then `datasets:` and `stages:`.',
      });
    }
    return undefined;
  }
  return buildTree((node) => spanAt(source, parsed, node.range), contents, keySlips(first.errors), report);
}

function keySlips(errors: readonly YAMLError[]): KeySlips {
  const starts = (test: (error: YAMLError) => boolean): ReadonlySet<number> =>
    new Set(errors.filter(test).map((error) => error.pos[0]));
  return {
    noColon: starts((error) => error.message.includes('followed by map values')),
    manyLines: starts((error) => error.code === 'MULTILINE_IMPLICIT_KEY'),
  };
}

type AnyDocument = Document.Parsed;

interface ParsedText {
  readonly documents: readonly AnyDocument[];
  readonly starts: readonly number[];
  /** Of the first document. */
  readonly unclosed: readonly Unclosed[];
  /** Quotes that were left out because they are never closed. */
  readonly openQuotes?: readonly number[];
  /** Offset of what is nested too deep; then there are no documents. */
  readonly deep?: number;
  /** From offsets of the text that was parsed to those of the source. */
  readonly original: (offset: number) => number;
}

const headOf = (source: SourceText): Span => ({ source, start: 0, end: Math.min(source.text.length, 1) });

/** A span of the source for offsets of the library, which may point behind the end or be the wrong way round. */
function spanAt(
  source: SourceText,
  parsed: ParsedText,
  [from, to]: readonly [number, number, ...unknown[]],
): Span {
  const { length } = source.text;
  const start = Math.min(parsed.original(from), length);
  return { source, start, end: Math.max(start, Math.min(parsed.original(to), length)) };
}

/**
 * A quote that is never closed takes the rest of the file into its text. The text is read again without that quote
 * (a space in its place keeps all offsets), so that the rest is still checked.
 */
function readWithQuotes(text: string, original: (offset: number) => number): ParsedText {
  let parsed = read(text, original);
  const found: Unclosed[] = [];
  let mended = text;
  while (found.length < MOST_QUOTES) {
    const open = parsed.unclosed.find((one) => one.kind === 'quote');
    if (open === undefined) break;
    found.push(open);
    mended = `${mended.slice(0, open.offset)} ${mended.slice(open.offset + 1)}`;
    parsed = read(mended, original);
  }
  return found.length === 0 ? parsed : { ...parsed, openQuotes: found.map(({ offset }) => offset) };
}

/** Quotes that are never closed worth reading on behind. */
const MOST_QUOTES = 5;

function read(text: string, original: (offset: number) => number): ParsedText {
  const tokens = [...new Parser().parse(text)];
  const roots = tokens.filter((token): token is CST.Document => token.type === 'document');
  const starts = roots.map((root) => root.offset);
  for (const root of roots) {
    const deep = tooDeep(root);
    if (deep !== undefined) return { documents: [], starts, unclosed: [], deep: deep.offset, original };
  }
  // Duplicate keys are found by `buildTree`, in linear time; merge keys and tags are its business, too.
  const composer = new Composer({
    uniqueKeys: false,
    merge: false,
    resolveKnownTags: false,
    logLevel: 'silent',
  });
  const documents = [...composer.compose(tokens, true, text.length)];
  const [root] = roots;
  return { documents, starts, unclosed: root === undefined ? [] : findUnclosed(root), original };
}

/**
 * Tabs in the indentation are refused, yet everything else should still be checked: the text is read as an editor
 * would show it, with the tab width that leaves the fewest problems.
 */
function readWithTabs(source: SourceText, report: Report): ParsedText {
  const plain = readWithQuotes(source.text, (offset) => offset);
  const isTabbed = plain.documents.some((document) =>
    document.errors.some((error) => error.code === 'TAB_AS_INDENT'),
  );
  const [tabs, ...more] = isTabbed ? tabbedLines(source.text) : [];
  if (tabs === undefined) return plain;
  const count = more.length === 0 ? '' : `; ${more.length + 1} lines have one`;
  report('SC102', { source, ...tabs }, `A tab cannot be used as indentation${count}`, {
    hint: 'Use two spaces for each level.',
  });
  let best: ParsedText | undefined;
  for (const width of TAB_WIDTHS) {
    const { text, original } = untab(source.text, width);
    const parsed = readWithQuotes(text, original);
    if (best === undefined || countErrors(parsed) < countErrors(best)) best = parsed;
  }
  return best ?? plain;
}

const countErrors = (parsed: ParsedText): number =>
  parsed.deep === undefined
    ? parsed.documents.reduce((sum, document) => sum + document.errors.length, 0)
    : Number.POSITIVE_INFINITY;

const isNothing = (node: ParsedNode): boolean =>
  'value' in node && node.value === null && node.range[1] === node.range[0];
