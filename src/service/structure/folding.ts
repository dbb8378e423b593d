import { FoldingRangeKind, type FoldingRange } from 'vscode-languageserver-types';
import type { SourceText, TreeNode } from '../../language';
import type { Snapshot } from '../document/snapshot';
import { isOwnValue, ownParts } from './own';

/** What can be folded: mappings, lists and their items, block texts, runs of comments, `# region` to `# endregion`. */
export function foldingRanges({ tree, source }: Snapshot): FoldingRange[] {
  const folds = new Map<number, FoldingRange>();
  const texts = new Set<number>();
  const add = (startLine: number, endLine: number, kind?: FoldingRange['kind']): void => {
    // Two blocks that begin on one line (`- id: see`) fold as the larger one.
    const known = folds.get(startLine);
    if (endLine <= startLine || (known !== undefined && known.endLine >= endLine)) return;
    folds.set(startLine, { startLine, endLine, ...(kind === undefined ? {} : { kind }) });
  };
  const line = (offset: number): number => source.lines.position(offset).line;
  const visit = (node: TreeNode): void => {
    for (const part of ownParts(node)) {
      add(line(part.start), line(part.end));
      if (part.entry === undefined || isOwnValue(part.entry)) visit(part.node);
    }
    if (node.kind !== 'scalar') return;
    for (let at = line(node.span.start) + 1; at <= line(node.span.end - 1); at++) texts.add(at);
  };
  if (tree !== undefined) visit(tree);
  foldComments(source, texts, add);
  return [...folds.values()].sort((a, b) => a.startLine - b.startLine);
}

function foldComments(
  source: SourceText,
  /** Lines inside texts, where a `#` is no comment. */
  texts: ReadonlySet<number>,
  add: (start: number, end: number, kind: FoldingRange['kind']) => void,
): void {
  const regions: number[] = [];
  let run: number | undefined;
  const { lines, text } = source;
  for (let line = 0; line <= lines.lineCount; line++) {
    const written =
      line < lines.lineCount && !texts.has(line)
        ? text.slice(
            lines.lineStart(line),
            line + 1 < lines.lineCount ? lines.lineStart(line + 1) : undefined,
          )
        : '';
    const comment = /^\s*#\s*(\S*)/.exec(written);
    const border = comment?.[1] === 'region' || comment?.[1] === 'endregion';
    if (comment === null || border) {
      if (run !== undefined) add(run, line - 1, FoldingRangeKind.Comment);
      run = undefined;
    } else run ??= line;
    if (comment?.[1] === 'region') regions.push(line);
    else if (comment?.[1] === 'endregion') {
      const start = regions.pop();
      if (start !== undefined) add(start, line, FoldingRangeKind.Region);
    }
  }
}
