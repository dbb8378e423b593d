import type { Label, ShortVerdict } from '../../../src/protocol/audit';

/** What has verdicts with a person's label put in, exchanged, or taken away. */
export function relabelled<T extends { readonly verdicts: readonly ShortVerdict[] }>(
  item: T,
  label: Label | null,
): T {
  const others = item.verdicts.filter(({ method }) => method !== 'human');
  const verdicts: readonly ShortVerdict[] = label === null ? others : [...others, { method: 'human', label }];
  return { ...item, verdicts };
}
