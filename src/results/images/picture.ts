import { stat } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join, parse, resolve } from 'node:path';
import { locateImage, lookAtImage, makeGuard, withSlashes, type Guard } from '../../data';
import { errorText, type ImageSources, type ItemPicture } from '../../protocol';
import { SET_FILES } from '../set/layout';
import { readManifest } from '../set/read';
import type { ImageLocation } from '../types';
import { cellImages, decodeBase64, keepImage, LARGEST_IMAGE, MOST_PIXELS, tooManyPixels } from './decode';
import { embeddedImage } from './embedded';
import { tsvIndex, type TsvIndex } from './tsv-index';

/** Rows may point to one another; a file that goes in circles is cut here. */
const MOST_HOPS = 3;

/**
 * An image of an item of the set `dir`, as a file that may be shown, or why there is none. A base64 cell is decoded
 * into the set's own folder. Nothing outside the folders that the set was imported with is read. Never rejects for
 * what a set or an image says.
 */
export async function pictureOf(dir: string, location: ImageLocation): Promise<ItemPicture> {
  if ('missing' in location) return { missing: location.missing };
  try {
    const { images } = await readManifest(dir);
    const guard = makeGuard([
      dir,
      ...[...(images.folders ?? []), ...(images.tsv ?? []).map((tsv) => dirname(tsv))].filter(isDeclarable),
    ]);
    if ('file' in location) return await fileOf(dir, location.file, images, guard);
    if (location.column !== undefined) return await bytesOf(dir, location, location.column, guard);
    if (!(images.tsv ?? []).includes(location.tsv)) return { missing: outside(location.tsv) };
    return await cellOf(dir, location, guard);
  } catch (error) {
    return { missing: errorText(error) };
  }
}

/** A set's file is anybody's, as soon as the set is: a whole disk is no folder of images. */
const isDeclarable = (folder: string): boolean =>
  isAbsolute(folder) && resolve(folder) !== parse(resolve(folder)).root;

const outside = (path: string): string =>
  `${path} lies outside the folders that were named at the import: import again and name its folder`;

async function fileOf(dir: string, text: string, images: ImageSources, guard: Guard): Promise<ItemPicture> {
  const bases = isAbsolute(text) ? [dir] : [...(images.folders ?? []), dir];
  let reason = `there is no file ${text}`;
  for (const base of bases) {
    const located = locateImage(base, withSlashes(text));
    if (located.kind === 'refused') return { missing: located.reason };
    const checked = await guard.check(located.path);
    if (checked.kind === 'allowed') return lookAtPicture(checked.real);
    if (checked.kind === 'outside') reason = outside(text);
    if (checked.kind === 'unreadable') reason = `${text} cannot be read: ${checked.reason}`;
  }
  return { missing: reason };
}

/** An image file (absolute, links followed) with its size in pixels, or why it is not shown. */
export async function lookAtPicture(file: string): Promise<ItemPicture> {
  const { size } = await stat(file);
  if (size > LARGEST_IMAGE) return { missing: `${basename(file)} is larger than 64 MiB` };
  const seen = await lookAtImage({ kind: 'file', path: file });
  if (seen.kind === 'missing') return { missing: `there is no file ${file}` };
  if (seen.kind !== 'image') return { missing: `${basename(file)} cannot be shown: ${seen.reason}` };
  const { width, height } = seen.header;
  return width * height > MOST_PIXELS ? { missing: tooManyPixels(width, height) } : { file, width, height };
}

type CellLocation = Extract<ImageLocation, { tsv: string }>;

async function bytesOf(
  dir: string,
  { tsv, index, part = 0 }: CellLocation,
  column: string,
  guard: Guard,
): Promise<ItemPicture> {
  const checked = await guard.check(resolve(tsv));
  if (checked.kind === 'missing') return { missing: `there is no file ${tsv}` };
  if (checked.kind !== 'allowed') return { missing: outside(tsv) };
  const bytes = await embeddedImage(checked.real, column, Number(index), part);
  return bytes === undefined
    ? { missing: `${basename(tsv)} has no image in the row ${index}` }
    : keepImage(join(dir, SET_FILES.images), bytes);
}

async function cellOf(
  dir: string,
  { tsv, index, part = 0 }: CellLocation,
  guard: Guard,
): Promise<ItemPicture> {
  const checked = await guard.check(resolve(tsv));
  if (checked.kind === 'missing') return { missing: `there is no file ${tsv}` };
  if (checked.kind !== 'allowed') return { missing: outside(tsv) };
  const rows = await tsvIndex(checked.real);
  const base64 = await base64Of(rows, index);
  if (base64 === undefined) return { missing: `${basename(tsv)} has no image for the row ${index}` };
  const bytes = decodeBase64(base64[part] ?? '');
  if (bytes === undefined) {
    return {
      missing: `the image cell of the row ${index} in ${basename(tsv)} is no base64 of at most 64 MiB`,
    };
  }
  return keepImage(join(dir, SET_FILES.images), bytes);
}

async function base64Of(rows: TsvIndex, index: string): Promise<readonly string[] | undefined> {
  let row = index;
  for (let hop = 0; hop <= MOST_HOPS; hop += 1) {
    const cell = await rows.image(row);
    const images = cell === undefined ? undefined : cellImages(cell);
    if (images === undefined) return undefined;
    if ('base64' in images) return images.base64;
    row = images.row;
  }
  return undefined;
}
