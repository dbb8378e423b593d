import type { ImageRef } from '../../../data';
import type { ModelConfig } from '../model';
import { compose } from './compose';
import { decodeImage } from './decode';
import { toPatches } from './patches';

/** Patches of rows' images, decoded on demand; a bounded number stays in memory. */
export interface ImageStore {
  /** `undefined` for a row without images. `row` is named in errors. */
  patches(images: readonly ImageRef[], row: string): Promise<Float32Array | undefined>;
}

const MOST_BYTES = 64 * 1024 * 1024;

export function createImageStore(config: ModelConfig): ImageStore {
  const cache = new Map<string, Float32Array>();
  let bytes = 0;
  const keep = (key: string, patches: Float32Array): void => {
    cache.set(key, patches);
    bytes += patches.byteLength;
    for (const [oldest, dropped] of cache) {
      if (bytes <= MOST_BYTES) break;
      cache.delete(oldest);
      bytes -= dropped.byteLength;
    }
  };
  return {
    patches: async (images, row) => {
      if (images.length === 0) return undefined;
      const key = images.every((image) => image.kind === 'file')
        ? images.map((image) => image.path).join('\0')
        : undefined;
      const known = key === undefined ? undefined : cache.get(key);
      if (known !== undefined && key !== undefined) {
        cache.delete(key);
        cache.set(key, known);
        return known;
      }
      const pixels = await Promise.all(
        images.map((image) =>
          image.kind === 'file'
            ? decodeImage(image.path, `${image.path} (row ${row})`)
            : decodeImage(image.bytes, `${image.name ?? 'embedded in the data'} (row ${row})`),
        ),
      );
      const patches = toPatches(config, compose(pixels));
      if (key !== undefined) keep(key, patches);
      return patches;
    },
  };
}
