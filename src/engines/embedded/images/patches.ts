import { patchCount, patchSize, type ModelConfig } from '../model';

/** Eight-bit RGB, row-major, three bytes a pixel. */
export interface Pixels {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}

const WHITE = 255;

/**
 * Fits pixels into the model's square and cuts it into patches: [patches, patchSize], normalised. The image keeps its
 * aspect ratio, centred on white: a stretched circle would be another shape.
 */
export function toPatches(config: ModelConfig, pixels: Pixels): Float32Array {
  const square = fit(pixels, config.image);
  const { patch } = config;
  const across = config.image / patch;
  const patches = new Float32Array(patchCount(config) * patchSize(config));
  let at = 0;
  for (let p = 0; p < across * across; p++) {
    const left = (p % across) * patch;
    const top = Math.floor(p / across) * patch;
    for (let y = top; y < top + patch; y++) {
      const row = (y * config.image + left) * 3;
      for (let i = 0; i < patch * 3; i++)
        patches[at++] = ((square[row + i] ?? WHITE) / 255 - config.mean) / config.std;
    }
  }
  return patches;
}

/** Area-averaged copy of the image, as large as fits, centred in a white square of the given side. */
function fit(pixels: Pixels, side: number): Float32Array {
  const scale = side / Math.max(pixels.width, pixels.height);
  const width = Math.max(1, Math.round(pixels.width * scale));
  const height = Math.max(1, Math.round(pixels.height * scale));
  const resized = resize(pixels, width, height);
  const square = new Float32Array(side * side * 3).fill(WHITE);
  const left = Math.floor((side - width) / 2);
  const top = Math.floor((side - height) / 2);
  for (let y = 0; y < height; y++)
    square.set(resized.subarray(y * width * 3, (y + 1) * width * 3), ((y + top) * side + left) * 3);
  return square;
}

/**
 * Area averaging: each new pixel is the mean of the (fractional) source pixels it covers, along one axis and then the
 * other. Enlarging repeats pixels.
 */
export function resize({ width, height, data }: Pixels, toWidth: number, toHeight: number): Float32Array {
  const columns = coverage(width, toWidth);
  const rows = coverage(height, toHeight);
  const narrow = new Float32Array(height * toWidth * 3);
  for (let y = 0; y < height; y++)
    columns.forEach(({ from, weights }, x) =>
      weights.forEach((weight, i) => {
        for (let c = 0; c < 3; c++) {
          const at = (y * toWidth + x) * 3 + c;
          narrow[at] = (narrow[at] ?? 0) + weight * (data[(y * width + from + i) * 3 + c] ?? 0);
        }
      }),
    );
  const result = new Float32Array(toHeight * toWidth * 3);
  const line = toWidth * 3;
  rows.forEach(({ from, weights }, y) =>
    weights.forEach((weight, i) => {
      for (let x = 0; x < line; x++)
        result[y * line + x] = (result[y * line + x] ?? 0) + weight * (narrow[(from + i) * line + x] ?? 0);
    }),
  );
  return result;
}

/** For each new pixel along an axis: the first old pixel it covers and the share of each. */
function coverage(size: number, toSize: number): readonly { from: number; weights: readonly number[] }[] {
  const step = size / toSize;
  return Array.from({ length: toSize }, (_, i) => {
    const start = i * step;
    const end = Math.min(size, start + step);
    const from = Math.min(size - 1, Math.floor(start));
    const to = Math.max(from + 1, Math.min(size, Math.ceil(end - 1e-9)));
    const shares = Array.from(
      { length: to - from },
      (_, k) => Math.min(end, from + k + 1) - Math.max(start, from + k),
    );
    const total = shares.reduce((sum, share) => sum + share, 0);
    return { from, weights: shares.map((share) => share / total) };
  });
}
