import { CAPABILITIES, type Capability, type Dataset } from '../language';

/**
 * The order in which capabilities are trained: the paper's three first (perception, textual reasoning, visual
 * reasoning), then any other in the order of its first dataset in the file.
 */
export function capabilityRanks(
  datasets: readonly Pick<Dataset, 'capability'>[],
): ReadonlyMap<Capability, number> {
  const ranks = new Map<Capability, number>(CAPABILITIES.map((capability, rank) => [capability, rank]));
  for (const { capability } of datasets) if (!ranks.has(capability)) ranks.set(capability, ranks.size);
  return ranks;
}

/** Items sorted by capability order; inside one capability they keep their sequence. */
export function inCapabilityOrder<T>(
  items: readonly T[],
  capabilityOf: (item: T) => Capability,
  ranks: ReadonlyMap<Capability, number>,
): readonly T[] {
  const rank = (item: T): number => ranks.get(capabilityOf(item)) ?? ranks.size;
  return [...items].sort((a, b) => rank(a) - rank(b));
}
