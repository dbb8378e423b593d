import type { FormattingOptions, Range, TextEdit } from 'vscode-languageserver-types';
import type { Snapshot } from '../document/snapshot';
import { formatText, type ChangedLine } from './format-text';
import { meaningOf, readCleanly } from './meaning';

type Options = Pick<FormattingOptions, 'tabSize' | 'insertSpaces'>;

/** YAML's habit, for editors that would indent by tabs or by a width that hides the structure. */
const STEP = 2;
const stepOf = ({ tabSize, insertSpaces }: Options): number =>
  insertSpaces && tabSize >= 2 && tabSize <= 8 ? tabSize : STEP;

/**
 * Edits that give a document one indentation, one space behind colons, dashes and commas, and at most one blank line
 * in a row. Comments, order, quoting, anchors and values stay as they are; only lines that change have an edit. A
 * document with a syntax error is left alone.
 */
export function formatDocument(snapshot: Snapshot, options: Options): TextEdit[] {
  return editsOf(snapshot, options, () => true);
}

/**
 * The edits of `formatDocument` for the lines of a range. Where these lines alone would no longer fit the lines around
 * them, the whole entries of the file that the range touches are formatted.
 */
export function formatRange(snapshot: Snapshot, range: Range, options: Options): TextEdit[] {
  // A selection that ends before the first character of a line does not mean that line.
  const isBare = range.end.character === 0 && range.end.line > range.start.line;
  const last = isBare ? range.end.line - 1 : range.end.line;
  const edits = editsOf(snapshot, options, (line) => range.start.line <= line && line <= last);
  if (edits.length > 0) return edits;
  const [from, to] = wholeEntries(snapshot.source.text, range.start.line, last);
  return editsOf(snapshot, options, (line) => from <= line && line <= to);
}

function editsOf(
  { source, tree }: Snapshot,
  options: Options,
  isMeant: (line: number) => boolean,
): TextEdit[] {
  // Without a tree there is nothing to format, or more than can be read.
  if (tree === undefined) return [];
  const { text } = source;
  const formatted = formatText(text, stepOf(options));
  if (formatted === undefined) return [];
  const { reading: before, lines } = formatted;
  if (lines.every(({ old, now, wantsEnd }) => now === old && !wantsEnd)) return [];
  const meant = lines.map((line) => (isMeant(line.line) ? line : { ...line, now: line.old }));
  const eol = text.includes('\r\n') ? '\r\n' : '\n';
  const now = meant.flatMap((line) => line.now ?? []).join('\n');
  const after = readCleanly(now);
  if (after === undefined || meaningOf(before) !== meaningOf(after)) return [];
  return meant.flatMap((line) => lineEdit(line, line.wantsEnd && isMeant(line.line) ? eol : ''));
}

/** The smallest edit of a line, so that the cursor and the editor's markers stay where they are. */
function lineEdit({ line, old, now }: ChangedLine, end: string): TextEdit[] {
  if (now === undefined) {
    return [{ range: { start: { line, character: 0 }, end: { line: line + 1, character: 0 } }, newText: '' }];
  }
  const wanted = now + end;
  if (wanted === old) return [];
  let head = 0;
  while (head < old.length && old[head] === wanted[head]) head++;
  let tail = 0;
  const most = Math.min(old.length, wanted.length) - head;
  while (tail < most && old[old.length - 1 - tail] === wanted[wanted.length - 1 - tail]) tail++;
  return [
    {
      range: { start: { line, character: head }, end: { line, character: old.length - tail } },
      newText: wanted.slice(head, wanted.length - tail),
    },
  ];
}

/** Widens lines to the entries of the file's own mapping, which do not depend on one another's indentation. */
function wholeEntries(text: string, first: number, last: number): readonly [number, number] {
  const lines = text.split('\n');
  const begins = (line: number): boolean => /^[^\s#-]/.test(lines[line] ?? '');
  let from = first;
  while (from > 0 && !begins(from)) from--;
  let to = last;
  while (to + 1 < lines.length && !begins(to + 1)) to++;
  return [from, to];
}
