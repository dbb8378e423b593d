import { SEED, shuffled } from '../statistics';

/**
 * A stratified sample: places (from 0) of at most `n` of the given items, in proportion to their strata and at least one
 * of each while `n` allows, drawn and ordered by the seed. The same strata give the same sample; a smaller sample is the
 * beginning of a larger one as far as the shares allow.
 */
export function stratifiedSample(
  strata: readonly (string | number)[],
  n: number,
  seed = SEED,
): readonly number[] {
  const groups = new Map<string | number, number[]>();
  strata.forEach((name, i) => {
    const group = groups.get(name);
    if (group === undefined) groups.set(name, [i]);
    else group.push(i);
  });
  // By name, so that the order of the items in their file makes no difference to the shares.
  const ordered = [...groups].sort(([a], [b]) => (String(a) < String(b) ? -1 : 1)).map(([, group]) => group);
  const sizes = shares(
    ordered.map(({ length }) => length),
    Math.min(n, strata.length),
  );
  const drawn = ordered.flatMap((group, i) => shuffled(group, seed + i).slice(0, sizes[i]));
  return shuffled(drawn, seed);
}

/** Parts of `n` in proportion to `sizes`, by largest remainders; each at least 1 (the largest strata first) and at most its size. */
function shares(sizes: readonly number[], n: number): readonly number[] {
  const total = sizes.reduce((sum, size) => sum + size, 0);
  if (total === 0 || n <= 0) return sizes.map(() => 0);
  const bySize = sizes.map((size, i) => ({ size, i })).sort((a, b) => b.size - a.size || a.i - b.i);
  const parts = sizes.map(() => 0);
  for (const { i } of bySize.slice(0, n)) parts[i] = 1;
  const rest = n - Math.min(n, sizes.length);
  const open = total - Math.min(n, sizes.length);
  const ideal = sizes.map((size, i) => (open === 0 ? 0 : (rest * (size - (parts[i] ?? 0))) / open));
  ideal.forEach((share, i) => (parts[i] = (parts[i] ?? 0) + Math.floor(share)));
  let left = n - parts.reduce((sum, part) => sum + part, 0);
  const byRemainder = ideal
    .map((share, i) => ({ remainder: share - Math.floor(share), i }))
    .sort((a, b) => b.remainder - a.remainder || a.i - b.i);
  for (const { i } of byRemainder) {
    if (left === 0) break;
    if ((parts[i] ?? 0) < (sizes[i] ?? 0)) {
      parts[i] = (parts[i] ?? 0) + 1;
      left -= 1;
    }
  }
  return parts;
}
