import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import {
  inspectBytes,
  locateImage,
  lookAtImage,
  withSlashes,
  writeAtomically,
  type Guard,
  type RawImage,
} from '../../data';

/** An image that a model can be shown, or why there is none: a sentence that is the same for all of its kind. */
export type FoundImage = { readonly file: string } | { readonly reason: string; readonly detail?: string };

export interface ImagePlaces {
  /** Absolute folder that paths of rows are relative to. */
  readonly folder: string;
  /** Absolute folder that images which lie in the rows themselves are written to. */
  readonly extracted: string;
  readonly guard: Guard;
}

/** Ends that the file of a downloaded image may have. */
const ENDS = ['', '.jpg', '.jpeg', '.png', '.webp'] as const;

/** Finds one image of a row and looks at its header and end. */
export async function findImage(image: RawImage, places: ImagePlaces): Promise<FoundImage> {
  switch (image.kind) {
    case 'wrong':
      return { reason: 'The row names no image.', detail: image.what };
    case 'bytes':
      return extract(image.bytes, places.extracted);
    case 'path':
      return isAddress(image.text) ? downloaded(image.text, places) : lookAt(image.text, places, image.text);
  }
}

const isAddress = (text: string): boolean => /^https?:\/\//iu.test(text);

/**
 * The file of an image that the row gives by its address: in the folder of images, named as the last part of the
 * address or as the SHA-256 of the whole of it, with or without the usual ends. Nothing is downloaded.
 */
async function downloaded(address: string, places: ImagePlaces): Promise<FoundImage> {
  const digest = createHash('sha256').update(address).digest('hex');
  const names = [...lastPart(address), ...ENDS.map((end) => `${digest}${end}`)];
  for (const name of names) {
    if ((await places.guard.check(join(places.folder, name))).kind === 'missing') continue;
    return lookAt(name, places, address);
  }
  return {
    reason: 'The image is an address, and no file of it lies in the folder of images.',
    detail: address,
  };
}

function lastPart(address: string): readonly string[] {
  try {
    const name = decodeURIComponent(new URL(address).pathname.split('/').at(-1) ?? '');
    // One that leads to another folder, or is a folder.
    return name === '' || name === '.' || name === '..' || /[/\\\0]/u.test(name) ? [] : [name];
  } catch {
    return [];
  }
}

async function lookAt(text: string, places: ImagePlaces, told: string): Promise<FoundImage> {
  const detail = told.slice(0, 500);
  const located = locateImage(places.folder, text);
  if (located.kind === 'refused')
    return { reason: 'The image cannot be used.', detail: `${detail}: ${located.reason}` };
  const guarded = await places.guard.check(located.path);
  switch (guarded.kind) {
    case 'missing':
      return text.includes('\\')
        ? lookAt(withSlashes(text), places, told)
        : { reason: 'There is no such image.', detail };
    case 'outside':
      return {
        reason: 'The image lies outside the folders that may be read.',
        detail: `${detail}: ${guarded.reason}`,
      };
    case 'unreadable':
      return { reason: 'The image cannot be read.', detail: `${detail}: ${guarded.reason}` };
    case 'allowed': {
      const seen = await lookAtImage({ kind: 'file', path: guarded.real });
      if (seen.kind === 'image') return { file: located.path };
      if (seen.kind === 'missing') return { reason: 'There is no such image.', detail };
      return { reason: 'The image is broken.', detail: `${detail}: ${seen.reason}` };
    }
  }
}

/** Writes an image that lies in the row to a file that is named by its content. */
async function extract(bytes: Uint8Array, folder: string): Promise<FoundImage> {
  const seen = await inspectBytes(bytes);
  if (seen.kind !== 'image') return { reason: 'The image is broken.', detail: seen.reason };
  const digest = createHash('sha256').update(bytes).digest('hex').slice(0, 32);
  const file = join(folder, `${digest}.${seen.header.format === 'jpeg' ? 'jpg' : seen.header.format}`);
  if (!existsSync(file)) await writeAtomically(file, (sink) => sink.write(bytes));
  return { file };
}
