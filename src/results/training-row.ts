import type { IndexedItem } from './set/read';
import { pictureOf } from './images/picture';

/** Stands in a question where an image goes, as in every training file. */
export const IMAGE_MARK = '<image>';

/** A question with as many marks as images: engines refuse a row where the two differ. */
export function markedQuestion(question: string, images: number): string {
  const marks = question.split(IMAGE_MARK).length - 1;
  return marks === images
    ? question
    : `${IMAGE_MARK.repeat(images)}${question.replaceAll(IMAGE_MARK, '').trim()}`;
}

/** Files of all images of an item of the set `dir`; absent when one is not there: the question is then another. */
export async function imageFiles(
  dir: string,
  item: Pick<IndexedItem, 'images'>,
  find: typeof pictureOf = pictureOf,
): Promise<readonly string[] | undefined> {
  const files: string[] = [];
  for (const location of item.images) {
    const picture = await find(dir, location).catch(() => undefined);
    if (picture === undefined || !('file' in picture)) return undefined;
    files.push(picture.file);
  }
  return files;
}

/**
 * Whether a row is measured on elsewhere: our own predictions, benchmarks' files and EasyR1's generations are of
 * held-out rows; of a table nobody knows, unless its name says that it is of training.
 */
export const isHeldOut = ({
  kind,
  dataset,
  source,
}: Pick<IndexedItem, 'kind' | 'dataset' | 'source'>): boolean =>
  kind !== 'table' ||
  !/(?:^|[^a-z])train(?:ing)?(?:[^a-z]|$)/iu.test(`${dataset} ${source.split(/[\\/]/u).at(-1) ?? ''}`);
