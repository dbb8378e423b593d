import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Sample } from '../../../data';
import { codeOf } from '../errors';

/** First bytes of the formats that a browser shows, for the file's name. */
const SIGNATURES: readonly (readonly [string, readonly number[]])[] = [
  ['png', [0x89, 0x50, 0x4e, 0x47]],
  ['jpg', [0xff, 0xd8, 0xff]],
  ['gif', [0x47, 0x49, 0x46]],
  ['webp', [0x52, 0x49, 0x46, 0x46]],
];

/** Absolute paths of a row's images; those embedded in the data are written beside `output`, named by content. */
export async function keepImages(sample: Sample, output: string): Promise<readonly string[]> {
  const paths: string[] = [];
  for (const image of sample.images) {
    if (image.kind === 'file') {
      paths.push(image.path);
      continue;
    }
    const folder = join(dirname(output), 'images');
    const format = SIGNATURES.find(([, start]) => start.every((byte, i) => image.bytes[i] === byte));
    const name = createHash('sha256').update(image.bytes).digest('hex').slice(0, 24);
    const path = join(folder, `${name}.${format?.[0] ?? 'bin'}`);
    await mkdir(folder, { recursive: true });
    try {
      await writeFile(path, image.bytes, { flag: 'wx' });
    } catch (error) {
      if (codeOf(error) !== 'EEXIST') throw error;
    }
    paths.push(path);
  }
  return paths;
}
