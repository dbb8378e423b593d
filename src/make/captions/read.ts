import { dirname, join } from 'node:path';
import { makeGuard, type Guard } from '../../data';
import type { Table } from '../../results';
import { Digests } from '../digests';
import { legible } from '../legible';
import type { Fallen, MakeContext } from '../types';
import { columnsOf, type CaptionColumns } from './columns';
import { findImage, type ImagePlaces } from './images';
import { openCaptions } from './open';
import { captionRow, contentOf, type CaptionRow } from './row';
import { survey, type Survey } from './survey';

/** A caption with its image, or why nothing comes of the row. */
export interface Caption {
  /** Unique, and the same in every process: the file's own id where that is unique. */
  readonly source: string;
  /** The file's own id, or a hash of caption and image where it has none. */
  readonly id: string;
  /** Rows of the file before it. */
  readonly place: number;
  readonly caption: string;
  /** Absolute; looked at. */
  readonly images: readonly string[];
  readonly carried: Readonly<Record<string, unknown>>;
  /** Other rows have the same id, so that a question which names it may mean another. */
  readonly ambiguous: boolean;
}

export type ReadCaption =
  Caption | { readonly source: string; readonly place: number; readonly fallen: Fallen };

export interface CaptionSource {
  /** Rows of the file. */
  readonly rows: number;
  /** Rows that are drawn: at most `limit`. */
  readonly total: number;
  /** Whether a row has this id. */
  readonly knows: (id: string) => boolean;
  /**
   * What is drawn, in the order of the file; images of those that `skip` names are not looked at and nothing is given
   * of them. May be begun again.
   */
  readonly captions: (skip?: (source: string) => boolean) => AsyncGenerator<ReadCaption, void, undefined>;
}

/** Rows whose images are looked at together. */
const TOGETHER = 32;
const LONGEST_CAPTION = 20_000;

/**
 * The captions of a recipe. All ids are read first, so that equal ones are known before anything is made of them; the
 * rows are streamed. Throws a `DataError` when the file cannot be read or has no such columns.
 */
export async function readCaptions(context: MakeContext): Promise<CaptionSource> {
  const { made, signal } = context;
  const { source, limit, seed } = made.make;
  if (source.kind !== 'captions') throw new Error('The recipe has no captions.');
  const guard = guardOf(context);
  const table = await openCaptions(source, guard);
  const columns = columnsOf(table.path, table.columns, source.columns);
  const found = await survey(table, columns, {
    seed,
    signal,
    ...(limit === undefined ? {} : { limit }),
  });
  warn(context, table, found);
  const places: ImagePlaces = {
    folder: source.images ?? dirname(table.path),
    extracted: join(made.to, 'images'),
    guard,
  };
  return {
    rows: found.rows,
    total: Math.min(found.rows, limit ?? found.rows),
    knows: found.knows,
    captions: (skip = () => false) => captions({ table, columns, found, places, context }, skip),
  };
}

/** What may be read for a curriculum: the workspace, the curriculum's folder, and what it names under `folders`. */
export const guardOf = ({ root, curriculum }: Pick<MakeContext, 'root' | 'curriculum'>): Guard =>
  makeGuard([root, dirname(curriculum.file), ...curriculum.folders]);

function warn({ tell }: MakeContext, table: Table, { sharedIds }: Survey): void {
  for (const fault of table.faults)
    tell({ type: 'note', severity: 'warning', words: `${table.path}: ${fault}.` });
  if (sharedIds === 0) return;
  tell({
    type: 'note',
    severity: 'warning',
    words: `${sharedIds === 1 ? 'An id' : `${sharedIds} ids`} of ${table.path} ${sharedIds === 1 ? 'stands' : 'stand'} in several rows: these rows are told apart by a hash of their caption and image.`,
    hint: 'Name another column under `columns: { id: ... }` if that is not the one that tells rows apart.',
  });
}

interface Parts {
  readonly table: Table;
  readonly columns: CaptionColumns;
  readonly found: Survey;
  readonly places: ImagePlaces;
  readonly context: MakeContext;
}

interface Named extends CaptionRow {
  readonly source: string;
  readonly place: number;
  readonly ambiguous: boolean;
  readonly repeated: boolean;
}

async function* captions(
  parts: Parts,
  skip: (source: string) => boolean,
): AsyncGenerator<ReadCaption, void, undefined> {
  const { places } = parts;
  const waiting: Named[] = [];
  const looked = (): Promise<readonly ReadCaption[]> =>
    Promise.all(waiting.splice(0).map((row) => captionOf(row, places)));
  for await (const row of namedRows(parts)) {
    if (skip(row.source)) continue;
    waiting.push(row);
    if (waiting.length >= TOGETHER) yield* await looked();
  }
  yield* await looked();
}

/** Drawn rows with names that no other row has. */
async function* namedRows({ table, columns, found, context }: Parts): AsyncGenerator<Named, void, undefined> {
  const { limit = Number.POSITIVE_INFINITY } = context.made.make;
  const wanted = [columns.caption, columns.image, columns.id, ...columns.others].filter(
    (name) => name !== undefined,
  );
  const twins = new Digests();
  let place = -1;
  let drawn = 0;
  for await (const batch of table.rows({ signal: context.signal, columns: wanted })) {
    for (const cells of batch) {
      place += 1;
      const row = captionRow(cells, columns);
      if (drawn >= limit || !found.drawn(row.base)) continue;
      drawn += 1;
      if (!found.shared(row.base)) {
        yield { ...row, source: row.base, place, ambiguous: false, repeated: false };
        continue;
      }
      const own = `${row.base}~${contentOf(row.caption, row.images).slice(0, 8)}`;
      const repeated = !twins.add(own);
      yield { ...row, source: repeated ? `${own}#${place}` : own, place, ambiguous: true, repeated };
    }
  }
}

async function captionOf(row: Named, places: ImagePlaces): Promise<ReadCaption> {
  const { source, place, base, caption, carried, ambiguous } = row;
  const fall = (reason: string, detail?: string): ReadCaption => ({
    source,
    place,
    fallen: { step: 'source', reason, ...(detail === undefined ? {} : { detail: legible(detail) }) },
  });
  if (row.repeated) return fall('The same caption of the same image stands in the file before.');
  if (caption === '') return fall('The caption is blank.');
  if (caption.length > LONGEST_CAPTION) return fall('The caption is longer than 20,000 characters.');
  if (row.images.length === 0) return fall('The row names no image.');
  const images: string[] = [];
  for (const image of row.images) {
    const found = await findImage(image, places);
    if ('reason' in found) return fall(found.reason, found.detail);
    images.push(found.file);
  }
  return { source, id: base, place, caption, images, carried, ambiguous };
}
