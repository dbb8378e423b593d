import type { Report } from '../report';
import type { SourceText } from '../text/source';
import { assemble, type Whole } from './assemble';
import type { ParseMemory } from './memory';
import { HOLDER, headOf, readPiece, type Piece } from './piece';
import type { Said } from './move';
import { splitText } from './split';
import type { TreeNode } from './tree';

/** Characters that a curriculum may have; far above 10,000 lines. */
export const MAX_LENGTH = 4_000_000;

/**
 * Reads a text into a tree, whatever its state: half-typed text yields the tree of what can be understood, and the
 * problems say the rest. Nothing is returned only when there is nothing to work with. Never throws.
 *
 * The text is read in pieces, each by itself (see `splitText`). A memory gives back the pieces that the version
 * before had as well; the result is the same with and without one.
 */
export function parseTree(source: SourceText, report: Report, memory?: ParseMemory): TreeNode | undefined {
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
  const sections = source.text.includes(HOLDER) ? undefined : splitText(source.text);
  const pieces = sections && assemble(source, sections, memory);
  const { tree, ...found } = pieces ?? wholeOf(readPiece(source));
  for (const said of found.others) report(...said);
  reportTabs(found.tabs, report);
  reportMost(found.syntax, report);
  return found.isDeep ? undefined : tree;
}

const wholeOf = ({ tree, syntax, others, tabs, isDeep }: Piece): Whole => ({
  tree,
  syntax,
  others,
  tabs: tabs === undefined ? [] : [tabs],
  isDeep,
});

function reportTabs(tabs: Whole['tabs'], report: Report): void {
  const [first] = tabs;
  if (first === undefined) return;
  const lines = tabs.reduce((sum, { count }) => sum + count, 0);
  const count = lines === 1 ? '' : `; ${lines} lines have one`;
  report('SC102', first.span, `A tab cannot be used as indentation${count}`, {
    hint: 'Use two spaces for each level.',
  });
}

/** Syntax problems of one file that are worth reading. */
const MOST = 50;

function reportMost(syntax: readonly Said[], report: Report): void {
  for (const said of syntax.slice(0, MOST)) report(...said);
  const next = syntax[MOST];
  if (next === undefined) return;
  report('SC120', next[1], `Only the first ${MOST} syntax problems are listed`, {
    hint: 'Mend the first; many of the others may come from it.',
  });
}
