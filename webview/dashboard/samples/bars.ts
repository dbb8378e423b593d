/** A part of a reward as a bar: `from` and `to` are shares of the bar's full width. */
export interface RewardBar {
  readonly name: string;
  readonly value: number;
  readonly from: number;
  readonly to: number;
}

/** Totals first, then what most rewards have, then the others as they came. */
const FIRST = ['overall', 'reward', 'accuracy', 'format'];

/**
 * The parts of a reward on one common scale, which always holds 0 and 1 and reaches further when a part does. A part
 * that is not a number keeps its name and has no bar; JSON brings NaN as null.
 */
export function rewardBars(reward: Readonly<Record<string, number | null>>): {
  readonly bars: readonly RewardBar[];
  /** Where 0 is, as a share of the width. */
  readonly zero: number;
} {
  const parts = Object.entries(reward).map(([name, value]) => [name, value ?? NaN] as const);
  const finite = parts.map(([, value]) => value).filter(Number.isFinite);
  const low = Math.min(0, ...finite);
  const high = Math.max(1, ...finite);
  const share = (value: number): number => (value - low) / (high - low);
  const zero = share(0);
  const rank = (name: string): number => (FIRST.includes(name) ? FIRST.indexOf(name) : FIRST.length);
  const bars = parts
    .toSorted(([a], [b]) => rank(a) - rank(b))
    .map(([name, value]) => {
      const end = Number.isFinite(value) ? share(value) : zero;
      return { name, value, from: Math.min(zero, end), to: Math.max(zero, end) };
    });
  return { bars, zero };
}
