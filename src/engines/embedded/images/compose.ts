import { resize, type Pixels } from './patches';

const CELL = 256;
const GAP = 8;

/**
 * Several images as one, in reading order on a white grid: the model has one image input. Each is fitted into a cell
 * and keeps its aspect ratio.
 */
export function compose(images: readonly Pixels[]): Pixels {
  const [only] = images;
  if (only !== undefined && images.length === 1) return only;
  const across = Math.ceil(Math.sqrt(images.length));
  const down = Math.ceil(images.length / across);
  const width = across * (CELL + GAP) - GAP;
  const height = down * (CELL + GAP) - GAP;
  const data = new Uint8Array(width * height * 3).fill(255);
  images.forEach((image, index) => {
    const scale = CELL / Math.max(image.width, image.height);
    const w = Math.max(1, Math.round(image.width * scale));
    const h = Math.max(1, Math.round(image.height * scale));
    const small = resize(image, w, h);
    const left = (index % across) * (CELL + GAP) + Math.floor((CELL - w) / 2);
    const top = Math.floor(index / across) * (CELL + GAP) + Math.floor((CELL - h) / 2);
    for (let y = 0; y < h; y++)
      for (let i = 0; i < w * 3; i++)
        data[((y + top) * width + left) * 3 + i] = Math.round(small[y * w * 3 + i] ?? 255);
  });
  return { width, height, data };
}
