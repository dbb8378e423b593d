import { createHash } from 'node:crypto';
import { locateImage } from '../images/locate';
import type { RoleRow } from '../rows';
import { asImages, asText } from '../values';

/**
 * What makes two rows the same task: the question and its images. 53 bits of SHA-1, so that a million rows fit in a
 * few megabytes and meet by chance with probability below one in ten thousand.
 */
export function rowKey({ cells }: RoleRow, folder: string): number {
  const hash = createHash('sha1').update(asText(cells.question).trim());
  for (const image of asImages(cells.images)) {
    hash.update('\0');
    if (image.kind === 'bytes') hash.update(image.bytes);
    if (image.kind === 'path') {
      const located = locateImage(folder, image.text);
      hash.update(located.kind === 'file' ? located.path : image.text);
    }
  }
  return head53(hash.digest());
}

/** 53 bits of a text's SHA-1. */
export const textKey = (text: string): number => head53(createHash('sha1').update(text).digest());

const head53 = (digest: Buffer): number => digest.readUIntBE(0, 6) * 32 + (digest.readUInt8(6) & 31);
