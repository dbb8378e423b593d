import { inspectBytes, imageFinder } from '../images/inspect';
import { knownImages } from '../images/known';
import { locateImage, withSlashes } from '../images/locate';
import type { Context, OpenSource } from '../context';
import { openSource } from '../context';
import type { RowQuery } from '../engine';
import { readBatches } from '../rows';
import { asImages, asText, type RawImage } from '../values';
import { textTokens } from './text-tokens';

/** Width and height in pixels. */
export type PixelSize = readonly [width: number, height: number];

/** How long a row is, without a word of it. */
export interface RowMeasure {
  /** Number in the file, from 1. */
  readonly row: number;
  /** Estimated tokens of the question, `<image>` not counted; see `textTokens`. */
  readonly text: number;
  /** Of each image that could be looked at. */
  readonly images: readonly PixelSize[];
  /** Images that could not: missing, unreadable, refused. */
  readonly unseen: number;
}

/** What one pass over a file gives; plain data, so that it can be kept until the file changes. */
interface Measured {
  readonly rows: readonly number[];
  readonly text: readonly number[];
  /** Image paths, each once. */
  readonly paths: readonly string[];
  /** Sizes of images that lie in the rows; an absent one could not be read. */
  readonly embedded: readonly (PixelSize | null)[];
  /** For each row its images: a path by its number, an embedded one by -1 - its number. */
  readonly images: readonly (readonly number[])[];
}

/** Rows beyond which what was measured is not written to disk: reading it back would take as long. */
const MOST_KEPT = 200_000;

/**
 * Measures the rows that meet a condition. The texts are read once and kept until the file changes. Of image files the
 * headers are read, unless `context.sizes` has them from a check that looked at them just before.
 */
export async function measureRows(context: Context, query: RowQuery): Promise<readonly RowMeasure[]> {
  const opened = await openSource(context, query.source);
  const { format, columns, images: folder } = opened.source;
  const kind = `measure ${format} ${columns.question ?? ''} ${columns.images ?? ''} ${query.where ?? ''}`;
  const measured = await context.cache.get(
    kind,
    opened.real,
    isMeasured,
    () => readTexts(context, opened, query.where),
    ({ rows }) => rows.length <= MOST_KEPT,
  );
  const sizes =
    context.sizes.get(sizesKey(opened.real, folder)) ?? (await lookAtAll(context, opened, measured.paths));
  return measured.rows.map((row, index): RowMeasure => {
    const all = (measured.images[index] ?? []).map((image) =>
      image < 0 ? measured.embedded[-1 - image] : sizes.get(measured.paths[image] ?? ''),
    );
    const seen = all.filter((size): size is PixelSize => size !== undefined && size !== null);
    return { row, text: measured.text[index] ?? 0, images: seen, unseen: all.length - seen.length };
  });
}

/** The name under which a check leaves the sizes of a data file's images. */
export const sizesKey = (real: string, folder: string): string => `${real}\n${folder}`;

async function readTexts(context: Context, opened: OpenSource, where: string | undefined): Promise<Measured> {
  const rows: number[] = [];
  const text: number[] = [];
  const images: (readonly number[])[] = [];
  const paths = new Map<string, number>();
  const embedded: (PixelSize | null)[] = [];
  const numberOf = async (image: RawImage): Promise<number> => {
    if (image.kind === 'path') {
      const known = paths.get(image.text) ?? paths.size;
      paths.set(image.text, known);
      return known;
    }
    const seen = image.kind === 'bytes' ? await inspectBytes(image.bytes) : undefined;
    embedded.push(seen?.kind === 'image' ? [seen.header.width, seen.header.height] : null);
    return -embedded.length;
  };
  const filter = { where, roles: ['question', 'images'], tolerant: true } as const;
  for await (const batch of readBatches(context, opened, filter)) {
    for (const { row, cells } of batch) {
      const numbers: number[] = [];
      for (const image of asImages(cells.images)) numbers.push(await numberOf(image));
      rows.push(row);
      text.push(textTokens(asText(cells.question).replaceAll('<image>', '')));
      images.push(numbers);
    }
  }
  return { rows, text, paths: [...paths.keys()], embedded, images };
}

const AT_ONCE = 16;

/** The sizes of image files by the paths that rows give. */
async function lookAtAll(
  context: Context,
  opened: OpenSource,
  paths: readonly string[],
): Promise<ReadonlyMap<string, PixelSize>> {
  const sizes = new Map<string, PixelSize>();
  if (paths.length === 0) return sizes;
  const known = await knownImages(context, opened);
  const find = imageFinder(context.guard);
  const look = async (text: string): Promise<void> => {
    const located = locateImage(opened.source.images, text);
    if (located.kind === 'refused') return;
    const found = await find(located.path);
    const seen = found.kind === 'found' ? await known.inspect(found) : found;
    if (seen.kind === 'image') sizes.set(text, [seen.header.width, seen.header.height]);
    else if (seen.kind === 'missing' && text.includes('\\')) {
      await look(withSlashes(text));
      const other = sizes.get(withSlashes(text));
      if (other !== undefined) sizes.set(text, other);
    }
  };
  let next = 0;
  const work = async (): Promise<void> => {
    for (let text = paths[next++]; text !== undefined; text = paths[next++]) await look(text);
  };
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, paths.length) }, work));
  return sizes;
}

const isMeasured = (value: unknown): value is Measured =>
  typeof value === 'object' &&
  value !== null &&
  (['rows', 'text', 'paths', 'embedded', 'images'] as const).every(
    (key) => key in value && Array.isArray((value as Readonly<Record<string, unknown>>)[key]),
  );
