import { bootstrapMean, printFigure, type Mean } from '../../audit';

/** Above this many items resampling would take many seconds, and the normal interval is as good. */
const MOST_RESAMPLED = 20_000;
const Z = 1.959963984540054;

/** Values of items with the hash of the image that each is about; 0: an item of its own. */
export interface PairedValues {
  readonly values: Float64Array;
  readonly clusters: Int32Array;
}

/** A mean over common items with its interval, in words; items of one image count as one. */
export function meanInWords({ values, clusters }: PairedValues, unit: string): string {
  const what = { of: 'common items', unit, clusterName: 'image' };
  if (values.length > MOST_RESAMPLED) return printFigure(largeMean(values, clusters, what));
  return printFigure(
    bootstrapMean(
      Array.from(values, (value, at) => {
        const cluster = clusters[at] ?? 0;
        return { value, cluster: cluster === 0 ? `item ${at}` : String(cluster) };
      }),
      what,
    ),
  );
}

/** Normal interval with the variance between clusters (the linearised estimator of cluster sampling, Cochran 1977). */
function largeMean(
  values: Float64Array,
  clusters: Int32Array,
  { of, unit, clusterName }: { readonly of: string; readonly unit: string; readonly clusterName: string },
): Mean {
  const n = values.length;
  const mean = values.reduce((sum, value) => sum + value, 0) / n;
  const sums = new Map<number, number>();
  let square = 0;
  let alone = 0;
  values.forEach((value, at) => {
    const cluster = clusters[at] ?? 0;
    if (cluster === 0) {
      square += (value - mean) ** 2;
      alone += 1;
    } else sums.set(cluster, (sums.get(cluster) ?? 0) + value - mean);
  });
  for (const sum of sums.values()) square += sum ** 2;
  const half = (Z * Math.sqrt(square)) / n;
  const groups = sums.size + alone;
  const grouped = groups === n ? '' : `, clustered by ${clusterName} (${groups})`;
  const interval = { low: mean - half, high: mean + half, method: `normal 95 %${grouped}` };
  return { kind: 'mean', n, value: mean, unit, of, excluded: [], ...interval };
}
