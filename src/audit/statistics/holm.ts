/**
 * Holm's step-down adjustment (Holm 1979) of p-values that are read together, in the given order: reject those at most
 * alpha and the chance of any false rejection stays below alpha.
 */
export function holm(values: readonly number[]): readonly number[] {
  const order = values.map((p, i) => ({ p, i })).sort((a, b) => a.p - b.p);
  const adjusted = new Array<number>(values.length).fill(1);
  let largest = 0;
  order.forEach(({ p, i }, rank) => {
    largest = Math.max(largest, Math.min(1, p * (values.length - rank)));
    adjusted[i] = largest;
  });
  return adjusted;
}
