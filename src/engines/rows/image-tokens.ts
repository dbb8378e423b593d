import type { PixelSize } from '../../data';

/** How a model's image processor cuts an image into tokens. */
export type Vision =
  | {
      readonly kind: 'grid';
      /** Pixels of a token's side: the patch times the merge. */
      readonly side: number;
      readonly minPixels: number;
      readonly maxPixels: number;
      /** Tokens around each image, which mark its start and end. */
      readonly around: number;
    }
  | {
      readonly kind: 'tiles';
      /** Pixels of a tile's side. */
      readonly side: number;
      readonly least: number;
      readonly most: number;
      readonly tokensATile: number;
      readonly around: number;
    };

/** Limits that an engine puts on an image before the model's own processor sees it. */
export interface PixelLimits {
  readonly min?: number;
  readonly max?: number;
}

/**
 * Tokens of an image, its marks included, by the rules of the published processors in Transformers (`smart_resize` of
 * Qwen2-VL, `get_optimal_tiled_canvas` of GOT-OCR2, which InternVL uses); nothing for one that they refuse.
 */
export function imageTokens(vision: Vision, size: PixelSize, limits: PixelLimits = {}): number | undefined {
  const [width, height] = withinLimits(size, limits);
  if (vision.kind === 'grid') {
    if (Math.max(width, height) / Math.min(width, height) > MOST_STRETCHED) return undefined;
    return gridTokens(vision, width, height) + vision.around;
  }
  const tiles = tilesOf(vision, width, height);
  // More than one tile come with a small picture of the whole.
  return (tiles > 1 ? tiles + 1 : 1) * vision.tokensATile + vision.around;
}

const MOST_STRETCHED = 200;

/** EasyR1's `process_image`: down to the most pixels, then up to the least, sides rounded down. */
function withinLimits([width, height]: PixelSize, { min, max }: PixelLimits): PixelSize {
  let [w, h] = [width, height];
  for (const [limit, isBeyond] of [
    [max, (pixels: number) => max !== undefined && pixels > max],
    [min, (pixels: number) => min !== undefined && pixels < min],
  ] as const) {
    if (limit === undefined || !isBeyond(w * h)) continue;
    const factor = Math.sqrt(limit / (w * h));
    [w, h] = [Math.max(1, Math.trunc(w * factor)), Math.max(1, Math.trunc(h * factor))];
  }
  return [w, h];
}

function gridTokens(
  { side, minPixels, maxPixels }: Extract<Vision, { kind: 'grid' }>,
  width: number,
  height: number,
): number {
  let rows = roundHalfEven(height / side);
  let columns = roundHalfEven(width / side);
  if (rows * side * columns * side > maxPixels) {
    const shrink = Math.sqrt((height * width) / maxPixels);
    rows = Math.max(1, Math.floor(height / shrink / side));
    columns = Math.max(1, Math.floor(width / shrink / side));
  } else if (rows * side * columns * side < minPixels) {
    const grow = Math.sqrt(minPixels / (height * width));
    rows = Math.ceil((height * grow) / side);
    columns = Math.ceil((width * grow) / side);
  }
  return rows * columns;
}

/** Python rounds a half to the even neighbour. */
function roundHalfEven(value: number): number {
  const floor = Math.floor(value);
  const rest = value - floor;
  if (rest !== 0.5) return Math.round(value);
  return floor % 2 === 0 ? floor : floor + 1;
}

/** The arrangement of tiles that is most like the image; of equals the larger one while the image fills half of it. */
function tilesOf(
  { side, least, most }: Extract<Vision, { kind: 'tiles' }>,
  width: number,
  height: number,
): number {
  const ratio = width / height;
  let best = 1;
  let bestDifference = Infinity;
  for (const [columns, rows] of arrangements(least, most)) {
    const difference = Math.abs(ratio - columns / rows);
    const isAsGood = difference === bestDifference && width * height > 0.5 * side * side * columns * rows;
    if (difference >= bestDifference && !isAsGood) continue;
    bestDifference = difference;
    best = columns * rows;
  }
  return best;
}

type Arrangements = readonly (readonly [columns: number, rows: number])[];
const arranged = new Map<string, Arrangements>();

function arrangements(least: number, most: number): Arrangements {
  const key = `${least} ${most}`;
  const known = arranged.get(key);
  if (known !== undefined) return known;
  const all: [number, number][] = [];
  for (let columns = 1; columns <= most; columns++) {
    for (let rows = 1; rows <= most; rows++) {
      if (columns * rows <= most && columns * rows >= least) all.push([columns, rows]);
    }
  }
  all.sort(([a, b], [c, d]) => a * b - c * d);
  arranged.set(key, all);
  return all;
}
