import type { RolloutSample } from '../events';

/**
 * Whether the reward took an answer for right: its `accuracy` part, else its total (`overall`, `reward`), else the
 * mean of its parts, is above one half. Undefined when there is no number to go by.
 */
export function isRight({ reward }: Pick<RolloutSample, 'reward'>): boolean | undefined {
  const named = ['accuracy', 'overall', 'reward'].map((name) => finite(reward[name]));
  const score = named.find((value) => value !== undefined) ?? mean(Object.values(reward));
  return score === undefined ? undefined : score > 0.5;
}

/** JSON has no NaN: it arrives as null. */
const finite = (value: number | null | undefined): number | undefined =>
  typeof value === 'number' && Number.isFinite(value) ? value : undefined;

function mean(values: readonly (number | null)[]): number | undefined {
  const known = values.map(finite).filter((value) => value !== undefined);
  return known.length === 0 ? undefined : known.reduce((sum, value) => sum + value, 0) / known.length;
}
