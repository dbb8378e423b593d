import type { FormattedLine, Level } from './lines';

/**
 * Gives lines of comment their column: that of the code line below, or, where a comment stands deeper than it, that
 * of the block above which it closes.
 */
export function placeComments(lines: readonly FormattedLine[]): readonly FormattedLine[] {
  const below = nextLevels(lines);
  let open: readonly Level[] = [];
  return lines.map((line, index) => {
    if (line.kind === 'code') {
      open = [...open.filter(({ old }) => old < line.oldIndent), ...line.levels];
      return line;
    }
    if (line.kind !== 'comment') return line;
    const next = below[index];
    if (next !== undefined && line.oldIndent <= next.old) return { ...line, indent: next.now };
    const levels = next === undefined ? open : [...open, next];
    const fit = levels.filter(({ old }) => old <= line.oldIndent).sort((a, b) => a.old - b.old);
    return { ...line, indent: fit.at(-1)?.now ?? 0 };
  });
}

/** For each line, where the next line of code begins. */
function nextLevels(lines: readonly FormattedLine[]): readonly (Level | undefined)[] {
  let next: Level | undefined;
  return lines
    .toReversed()
    .map((line) => {
      const here = next;
      if (line.kind === 'code') next = { old: line.oldIndent, now: line.indent };
      return here;
    })
    .reverse();
}
