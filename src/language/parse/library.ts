import { Composer, Parser, type CST, type Document, type ParsedNode } from 'yaml';
import { tooDeep } from './depth';
import { TAB_WIDTHS, tabbedLines, untab } from './tabs';
import { findUnclosed, type Unclosed } from './unclosed';

/** What the YAML library makes of a text. Offsets are those of the text that it read (see `original`). */
export interface ParsedText {
  readonly documents: readonly Document.Parsed[];
  readonly starts: readonly number[];
  /** Of the first document. */
  readonly unclosed: readonly Unclosed[];
  /** Quotes that were left out because they are never closed. */
  readonly openQuotes?: readonly number[];
  /** Lines with a tab in their indentation, where that kept the library from understanding them. */
  readonly tabbed?: ReturnType<typeof tabbedLines>;
  /** Offset of what is nested too deep; then there are no documents. */
  readonly deep?: number;
  /** From offsets of the text that was parsed to those of the text that was given. */
  readonly original: (offset: number) => number;
}

/**
 * Reads a text as far as it can be understood. Tabs in the indentation are refused, yet everything else should still
 * be checked: the text is then read as an editor would show it, with the tab width that leaves the fewest problems.
 */
export function readText(text: string): ParsedText {
  const plain = readWithQuotes(text, (offset) => offset);
  const isTabbed = plain.documents.some((document) =>
    document.errors.some((error) => error.code === 'TAB_AS_INDENT'),
  );
  const tabbed = isTabbed ? tabbedLines(text) : [];
  if (tabbed.length === 0) return plain;
  let best: ParsedText | undefined;
  for (const width of TAB_WIDTHS) {
    const spaced = untab(text, width);
    const parsed = readWithQuotes(spaced.text, spaced.original);
    if (best === undefined || countErrors(parsed) < countErrors(best)) best = parsed;
  }
  return { ...(best ?? plain), tabbed };
}

const countErrors = (parsed: ParsedText): number =>
  parsed.deep === undefined
    ? parsed.documents.reduce((sum, document) => sum + document.errors.length, 0)
    : Number.POSITIVE_INFINITY;

/** Quotes that are never closed worth reading on behind. */
const MOST_QUOTES = 5;

/**
 * A quote that is never closed takes what follows into its text. The text is read again without that quote (a space
 * in its place keeps all offsets), so that the rest is still checked.
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

/** The contents of a document in which nothing is written. */
export const isNothing = (node: ParsedNode): boolean =>
  'value' in node && node.value === null && node.range[1] === node.range[0];
