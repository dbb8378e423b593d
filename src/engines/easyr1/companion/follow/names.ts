import { ENGINE_KEYS } from '../../../../plan';
import type { MetricValues } from '../../../../protocol';

const OURS: ReadonlyMap<string, string> = new Map(
  Object.entries(ENGINE_KEYS.easyr1.metrics).map(([ours, theirs]) => [theirs, ours]),
);

/** EasyR1's metrics under our names where there are such, under its own else. */
export function ourMetrics(values: ReadonlyMap<string, number>): MetricValues {
  const named = [...values].map(([name, value]) => [OURS.get(name) ?? name, value] as const);
  // `fromEntries` makes own properties of all names, also of `__proto__`.
  return Object.fromEntries(named);
}
