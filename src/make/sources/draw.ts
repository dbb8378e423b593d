import { seeded } from '../../audit';

/**
 * Which of `total` places are taken when at most `limit` may be: drawn with the seed, the same in every process. Absent:
 * all of them.
 */
export function drawPlaces(
  total: number,
  limit: number | undefined,
  seed: number,
): ReadonlySet<number> | undefined {
  if (limit === undefined || limit >= total) return undefined;
  const random = seeded(seed);
  const places = Int32Array.from({ length: total }, (_, i) => i);
  const drawn = new Set<number>();
  for (let i = 0; i < limit; i += 1) {
    const j = i + Math.floor(random() * (total - i));
    const place = places[j] ?? 0;
    places[j] = places[i] ?? 0;
    drawn.add(place);
  }
  return drawn;
}
