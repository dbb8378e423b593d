import type { AuditFilter, GroupBar, Grouping } from '../../../src/protocol/audit';
import { capabilityTitle } from '../../kit/capability';
import { formatCount } from '../../kit/format';
import { valueTitle } from '../parts/titles';

/** The range of a group of lengths: `0-511`, whole tokens, both ends included. */
export function groupRange(name: string): readonly [number, number] | undefined {
  const [, low, high] = /^(\d+)-(\d+)$/.exec(name) ?? [];
  return low === undefined || high === undefined ? undefined : [Number(low), Number(high)];
}

/** The auditor's groups end below a power of two; the last one ends where the set's longest response does. */
const isLast = (high: number): boolean => !Number.isInteger(Math.log2(high + 1)) || high >= 2 ** 31 - 1;

/** A group's name for a reader. */
export function groupTitle(name: string, by: Grouping): string {
  const range = by === 'length' ? groupRange(name) : undefined;
  if (range !== undefined)
    return isLast(range[1])
      ? `${formatCount(range[0])} and more tokens`
      : `${formatCount(range[0])} to ${formatCount(range[1])} tokens`;
  return valueTitle(by === 'capability' ? capabilityTitle(name) : name);
}

/** The part of a filter that keeps a group's items; empty where the group is chosen already, which takes it back. */
export function groupFilter(name: string, by: Grouping, filter: AuditFilter): Partial<AuditFilter> {
  const list = (chosen: readonly string[] | undefined): readonly string[] =>
    chosen?.length === 1 && chosen[0] === name ? [] : [name];
  switch (by) {
    case 'dataset':
      return { datasets: list(filter.datasets) };
    case 'capability':
      return { capabilities: list(filter.capabilities) };
    case 'category':
      return { categories: list(filter.categories) };
    case 'length': {
      const range = groupRange(name);
      return range === undefined ? {} : { length: range };
    }
  }
}

/** Whether the list shows this group's items alone. */
export function isChosen(name: string, by: Grouping, filter: AuditFilter): boolean {
  const chosen = { dataset: filter.datasets, capability: filter.capabilities, category: filter.categories };
  if (by !== 'length') return chosen[by]?.includes(name) === true;
  const range = groupRange(name);
  return range !== undefined && filter.length?.[0] === range[0] && filter.length[1] === range[1];
}

/** Groups of many failures first; lengths in their own order. */
export const sortedGroups = (groups: readonly GroupBar[], by: Grouping): readonly GroupBar[] =>
  by === 'length'
    ? groups.toSorted((a, b) => (groupRange(a.name)?.[0] ?? 0) - (groupRange(b.name)?.[0] ?? 0))
    : groups.toSorted((a, b) => b.failures - a.failures || a.name.localeCompare(b.name));
