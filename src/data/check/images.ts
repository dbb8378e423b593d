import type { Context, OpenSource } from '../context';
import type { CheckOptions } from '../engine';
import type { Inspection } from '../images/inspect';
import { imageFinder } from '../images/inspect';
import type { KnownImages } from '../images/known';
import { knownImages } from '../images/known';
import { locateImage, withSlashes } from '../images/locate';
import { sizesKey, type PixelSize } from '../measure/rows';
import type { Finding } from './finding';
import type { Findings } from './finding';

/** Files looked at at once: enough to keep a disk busy, few enough for any limit on open files. */
const AT_ONCE = 16;
/** Above this many pixels Pillow refuses an image as a decompression bomb (twice its MAX_IMAGE_PIXELS). */
const MOST_PIXELS = 2 * 89_478_485;

/** Qwen's image processors refuse an image with sides more unlike than this. */
const MOST_STRETCHED = 200;

/** Looks at each image file that rows name, once, several at a time. */
export async function checkImages(
  context: Context,
  opened: OpenSource,
  images: readonly (readonly [text: string, row: number])[],
  findings: Findings,
  options: CheckOptions,
): Promise<void> {
  if (images.length === 0) return;
  const results = new Array<readonly Finding[]>(images.length);
  const known = await knownImages(context, opened);
  const sizes = new Map<string, PixelSize>();
  const looking: Looking = { folder: opened.source.images, find: imageFinder(context.guard), known, sizes };
  let next = 0;
  let done = 0;
  const work = async (): Promise<void> => {
    for (let index = next++; index < images.length; index = next++) {
      options.signal?.throwIfAborted();
      const image = images[index];
      if (image === undefined) return;
      results[index] = await checkImage(looking, image[0], image[1]);
      done++;
      if (done % 100 === 0 || done === images.length) options.onProgress?.(done, images.length, 'images');
    }
  };
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, images.length) }, work));
  await known.keep();
  context.sizes.set(sizesKey(opened.real, opened.source.images), sizes);
  for (const finding of results.flat()) findings.add(finding);
}

interface Looking {
  readonly folder: string;
  readonly find: ReturnType<typeof imageFinder>;
  readonly known: KnownImages;
  /** Sizes by the paths that rows give; added to. */
  readonly sizes: Map<string, PixelSize>;
}

async function checkImage(looking: Looking, text: string, row: number): Promise<readonly Finding[]> {
  const located = locateImage(looking.folder, text);
  if (located.kind === 'refused') {
    const message = `The image ${short(text)} cannot be used: ${located.reason}`;
    return [{ code: 'SC341', severity: 'error', kind: 'address', row, message }];
  }
  const found = await looking.find(located.path);
  const seen = found.kind === 'found' ? await looking.known.inspect(found) : found;
  if (seen.kind === 'missing' && text.includes('\\')) {
    const others = await checkImage(looking, withSlashes(text), row);
    const size = looking.sizes.get(withSlashes(text));
    if (size !== undefined) looking.sizes.set(text, size);
    const message = `The image path ${short(text)} has backslashes`;
    const hint = 'Write forward slashes: they work on every system.';
    return [{ code: 'SC342', severity: 'warning', kind: 'slashes', row, message, hint }, ...others];
  }
  if (seen.kind === 'image') looking.sizes.set(text, [seen.header.width, seen.header.height]);
  const finding = imageFinding(text, seen, row);
  return finding === undefined ? [] : [finding];
}

/** What is wrong with an image, if anything. */
export function imageFinding(name: string, seen: Inspection, row: number): Finding | undefined {
  switch (seen.kind) {
    case 'missing':
      return {
        code: 'SC340',
        severity: 'error',
        kind: 'missing',
        row,
        message: `The image ${short(name)} does not exist`,
        hint: 'Image paths are relative to `images:` of the dataset, or else to the data file.',
      };
    case 'outside':
      return {
        code: 'SC301',
        severity: 'error',
        kind: 'image',
        row,
        message: `The image ${short(name)} is refused: ${seen.reason}`,
        hint: 'Move the images into the workspace or add their folder to `folders` in the curriculum.',
      };
    case 'broken':
      return {
        code: 'SC341',
        severity: 'error',
        kind: 'broken',
        row,
        message: `The image ${short(name)} cannot be used: ${seen.reason}`,
      };
    case 'image': {
      const { width, height } = seen.header;
      if (Math.max(width, height) / Math.min(width, height) > MOST_STRETCHED)
        return {
          code: 'SC344',
          severity: 'warning',
          kind: 'stretched',
          row,
          message: `The image ${short(name)} is ${width} x ${height} pixels: one side is more than ${MOST_STRETCHED} times the other`,
          hint: 'Qwen’s image processors stop at it: crop it, or leave the row out.',
        };
      if (width * height <= MOST_PIXELS) return undefined;
      return {
        code: 'SC343',
        severity: 'warning',
        kind: 'pixels',
        row,
        message: `The image ${short(name)} has ${width} x ${height} pixels, which Pillow refuses`,
        hint: 'Scale it down.',
      };
    }
  }
}

const short = (text: string): string => (text.length > 120 ? `${text.slice(0, 117)}...` : text);
