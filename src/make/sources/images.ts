import { join } from 'node:path';
import { lookAtImage, type ImageRef } from '../../data';
import { keepImage } from '../../results';
import { FALLS, type Collected } from './collected';

/** Where images that are embedded in a data file are written: `<to>/images/<hash of the content>`. */
export const IMAGE_FOLDER = 'images';

/**
 * Absolute paths of a row's images; those embedded in the file become files of the made dataset's folder. With `look`
 * each is looked at, and what is wrong with the first bad one is told.
 */
export async function imagesOf(
  images: readonly ImageRef[],
  to: string,
  look: boolean,
): Promise<{ readonly paths: readonly string[]; readonly fallen?: Collected['fallen'] }> {
  const paths: string[] = [];
  let fallen: Collected['fallen'];
  for (const image of images) {
    if (image.kind === 'bytes') {
      const kept = await keepImage(join(to, IMAGE_FOLDER), image.bytes);
      if ('file' in kept) paths.push(kept.file);
      else fallen ??= { reason: FALLS.broken, detail: kept.missing };
      continue;
    }
    paths.push(image.path);
    if (!look) continue;
    const seen = await lookAtImage(image);
    if (seen.kind === 'missing') fallen ??= { reason: FALLS.missing, detail: image.path };
    else if (seen.kind !== 'image')
      fallen ??= { reason: FALLS.broken, detail: `${image.path}: ${seen.reason}` };
  }
  return { paths, ...(fallen === undefined ? {} : { fallen }) };
}
