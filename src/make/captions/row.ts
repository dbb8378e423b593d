import { createHash } from 'node:crypto';
import { asImages, asText, type RawImage } from '../../data';
import type { TableRow } from '../../results';
import { legible } from '../legible';
import type { CaptionColumns } from './columns';

/** A row of the file of captions, before its image is looked for. */
export interface CaptionRow {
  /** The file's own id, else a hash of caption and image. Several rows may share one. */
  readonly base: string;
  readonly caption: string;
  readonly images: readonly RawImage[];
  /** Cells of the other columns, as far as they are texts of a moderate length, numbers, true or false. */
  readonly carried: Readonly<Record<string, Scalar>>;
}

type Scalar = string | number | boolean | null;

/** A longer id is no name, and would be repeated in every question. */
const LONGEST_ID = 200;
const DIGITS = 16;
const LONGEST_CARRIED = 1_000;

/** Reads a row. A list of captions gives its first. */
export function captionRow({ values }: TableRow, columns: CaptionColumns): CaptionRow {
  const cell = values[columns.caption];
  const caption = legible(asText(Array.isArray(cell) ? (cell as readonly unknown[])[0] : cell)).trim();
  const images = asImages(values[columns.image]);
  const own = columns.id === undefined ? '' : legible(asText(values[columns.id])).trim();
  const base =
    own !== '' && own.length <= LONGEST_ID ? own : `c-${contentOf(caption, images).slice(0, DIGITS)}`;
  const carried = columns.others.map((name): [string, Scalar] => [name, scalarOf(values[name])]);
  return { base, caption, images, carried: Object.fromEntries(carried) };
}

function scalarOf(value: unknown): Scalar {
  switch (typeof value) {
    case 'boolean':
      return value;
    case 'number':
      return Number.isFinite(value) ? value : null;
    case 'bigint':
      return Number(value);
    case 'string':
      return value.length <= LONGEST_CARRIED ? legible(value) : null;
    default:
      return null;
  }
}

/** SHA-256 (hexadecimal) of a caption and its images as the row gives them. */
export function contentOf(caption: string, images: readonly RawImage[]): string {
  const hash = createHash('sha256').update(caption);
  for (const image of images) {
    hash.update('\0');
    if (image.kind === 'bytes') hash.update(image.bytes);
    else hash.update(image.kind === 'path' ? image.text : image.what);
  }
  return hash.digest('hex');
}
