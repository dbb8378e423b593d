import { isAbsolute, relative, resolve, sep } from 'node:path';
import type { SamplesAnswer } from '../../protocol';

const IMAGE = /\.(?:png|jpe?g|gif|webp|bmp|avif)$/i;

/** Whether a file that a sample names is an image inside one of some folders: events are anybody's words. */
export function mayShow(path: string, folders: readonly string[]): boolean {
  if (!isAbsolute(path) || !IMAGE.test(path)) return false;
  const file = resolve(path);
  return folders.some((folder) => isInside(file, folder));
}

/** Whether an absolute path lies below a folder. */
export function isInside(path: string, folder: string): boolean {
  const inside = relative(folder, path);
  return inside !== '' && inside !== '..' && !inside.startsWith(`..${sep}`) && !isAbsolute(inside);
}

/** Samples whose images a page can load; those that it may not show keep their path, which it cannot load. */
export function withImages(
  answer: SamplesAnswer,
  folders: readonly string[],
  toUri: (path: string) => string,
): SamplesAnswer {
  return {
    ...answer,
    samples: answer.samples.map((entry) => {
      const { images } = entry.sample;
      if (images === undefined) return entry;
      const shown = images.map((path) => (mayShow(path, folders) ? toUri(path) : path));
      return { ...entry, sample: { ...entry.sample, images: shown } };
    }),
  };
}
