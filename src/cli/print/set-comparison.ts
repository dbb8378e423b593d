import { holm, printProbability } from '../../audit';
import type { AuditComparison } from '../../protocol';

/** Two sets on their common items, in words. */
export function setComparisonText(comparison: AuditComparison): string {
  const { common, onlyFirst, onlySecond, counts, p, pMethod, accuracy, length, groups } = comparison;
  const change = (of: AuditComparison['counts']): string =>
    `${of.fixed} fixed, ${of.broken} broken, ${of['still wrong']} still wrong, ${of['still right']} still right`;
  // Read together, so adjusted together.
  const adjusted = holm(groups.map((group) => group.p));
  return [
    `Second set against the first: ${common} common items (${onlySecond} only in the first, ${onlyFirst} only in the second)`,
    `  ${change(counts)}; ${pMethod}: ${printProbability(p)}`,
    `  accuracy  ${accuracy}`,
    `  length    ${length}`,
    ...groups.map(
      (group, i) =>
        `  ${group.name}: ${change(group.counts)}; ${printProbability(group.p)}, after Holm ${printProbability(adjusted[i] ?? 1)}`,
    ),
  ].join('\n');
}
