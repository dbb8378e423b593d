import type { MadeFilter } from '../../../src/protocol/made';

/** Ends of neighbouring bins do not meet: a rate of 0.3 is in the bin that begins there, and in that alone. */
const GAP = 1e-4;

/** The range of bins `[first, last]` of `count`. */
export const rangeOfBins = (first: number, last: number, count: number): NonNullable<MadeFilter['rate']> => ({
  from: first / count,
  to: last === count - 1 ? 1 : (last + 1) / count - GAP,
});

/** Bins `[first, last]` that a range has chosen; none without one. */
export function chosenBins(rate: MadeFilter['rate'], count: number): readonly [number, number] | undefined {
  if (rate === undefined) return undefined;
  const bin = (value: number): number => Math.min(count - 1, Math.floor(value * count + GAP / 2));
  return [bin(rate.from), bin(rate.to)];
}

/**
 * What a click on a bin makes of the range: alone it is chosen; beside what is chosen the range grows to it; at an end
 * of what is chosen it goes.
 */
export function clickBin(rate: MadeFilter['rate'], bin: number, count: number): MadeFilter['rate'] {
  const chosen = chosenBins(rate, count);
  if (chosen === undefined) return rangeOfBins(bin, bin, count);
  const [first, last] = chosen;
  if (bin < first) return rangeOfBins(bin, last, count);
  if (bin > last) return rangeOfBins(first, bin, count);
  if (first === last) return undefined;
  if (bin === first) return rangeOfBins(first + 1, last, count);
  if (bin === last) return rangeOfBins(first, last - 1, count);
  return rangeOfBins(bin, bin, count);
}
