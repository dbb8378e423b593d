import { quantile, SEED } from './bootstrap';
import { seeded } from './random';

/** Counts of a rate: all that a correction needs of it. */
interface Counts {
  readonly k: number;
  readonly n: number;
}

export interface Corrected {
  readonly value: number;
  readonly low: number;
  readonly high: number;
  readonly resamples: number;
}

const RESAMPLES = 4_000;
/** Of judges that tell the sides apart by less than this, no correction is worth its interval. */
const LEAST_INFORMATION = 0.1;

/**
 * Prevalence corrected for the errors of the test that observed it (Rogan and Gladen 1978):
 * `(observed + specificity - 1) / (sensitivity + specificity - 1)`, clipped to [0, 1]. The interval is a percentile
 * bootstrap (95 %) that draws all three samples anew; rates at 0 or 1 are moved by half an observation first, so that a
 * judge that passed 20 of 20 controls is not taken for faultless. A string says why there is none.
 */
export function roganGladen(
  observed: Counts,
  sensitivity: Counts,
  specificity: Counts,
  seed = SEED,
): Corrected | string {
  if (observed.n === 0 || sensitivity.n === 0 || specificity.n === 0) return 'one of the samples is empty';
  const share = ({ k, n }: Counts): number => k / n;
  const informed = share(sensitivity) + share(specificity) - 1;
  if (informed < LEAST_INFORMATION) return 'the judge hardly tells perception from the rest';
  const random = seeded(seed);
  const values: number[] = [];
  let useless = 0;
  for (let i = 0; i < RESAMPLES; i += 1) {
    const [p, se, sp] = [observed, sensitivity, specificity].map((counts) => redraw(counts, random));
    if (p === undefined || se === undefined || sp === undefined) break;
    if (se + sp - 1 <= 0) useless += 1;
    else values.push(clip((p + sp - 1) / (se + sp - 1)));
  }
  if (useless > RESAMPLES / 20) return 'too few controls to tell whether the judge is better than chance';
  values.sort((a, b) => a - b);
  return {
    value: clip((share(observed) + share(specificity) - 1) / informed),
    low: quantile(values, 0.025),
    high: quantile(values, 0.975),
    resamples: RESAMPLES,
  };
}

const clip = (value: number): number => Math.min(1, Math.max(0, value));

/** The share in a sample drawn anew from one of this size and share. */
function redraw({ k, n }: Counts, random: () => number): number {
  const p = k === 0 || k === n ? (k + 0.5) / (n + 1) : k / n;
  const variance = n * p * (1 - p);
  // Large samples: normal, by Box and Muller.
  if (variance > 100) {
    const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
    return clip((n * p + Math.sqrt(variance) * normal) / n);
  }
  // Rare ones of many: skips from one to the next are geometric, so that the work goes with the count, not with n.
  const rare = Math.min(p, 1 - p);
  let count = 0;
  for (let at = skip(rare, random); at < n; at += 1 + skip(rare, random)) count += 1;
  return (p === rare ? count : n - count) / n;
}

const skip = (p: number, random: () => number): number =>
  Math.floor(Math.log(1 - random()) / Math.log(1 - p));
