import type { Context, OpenSource } from './context';
import { openSource } from './context';
import type { RowQuery, SampleOptions } from './engine';
import { DataError } from './errors';
import { isLines } from './facts';
import { locateImage, withSlashes } from './images/locate';
import type { RoleRow } from './rows';
import { readRows } from './rows';
import type { ImageRef, Sample } from './types';
import type { RawImage } from './values';
import { asImages, asNumber, asOptions, asText, isObject } from './values';

/**
 * Rows in the words of the roles, in file order, streamed in chunks. Image files are named, not read; one outside the
 * declared folders ends the stream with a `DataError`.
 */
export async function* readSamples(
  context: Context,
  query: RowQuery,
  options: SampleOptions = {},
): AsyncGenerator<Sample, void, undefined> {
  const opened = await openSource(context, query.source);
  for await (const row of readRows(context, opened, {
    where: query.where,
    limit: options.limit,
    ...(options.cells === true ? { all: true } : {}),
    ...(options.faults === true && isLines(query.source) ? { tolerant: true } : {}),
  })) {
    yield await toSample(context, opened, row, options.faults);
  }
}

/** A row as a sample. */
export async function toSample(
  context: Context,
  opened: OpenSource,
  { row, cells, all, origin }: RoleRow,
  faults = false,
): Promise<Sample> {
  const { source } = opened;
  const images: ImageRef[] = [];
  let fault =
    faults && isBlank(all ?? cells) ? `Row ${row} of ${source.path} holds nothing that is a row` : undefined;
  for (const raw of asImages(cells.images)) {
    try {
      images.push(await imageRef(context, opened, row, raw));
    } catch (error) {
      if (!faults || !(error instanceof DataError)) throw error;
      fault ??= error.problem.message;
    }
  }
  const id = asText(cells.id);
  const caption = asText(Array.isArray(cells.caption) ? (cells.caption as unknown[])[0] : cells.caption);
  const difficulty = asNumber(cells.difficulty);
  const options = asOptions(cells.options);
  const response = asText(cells.response);
  return {
    id: id === '' ? `${source.dataset}:${row}` : id,
    dataset: origin?.dataset ?? source.dataset,
    capability: origin?.capability ?? source.capability,
    question: asText(cells.question),
    answer: asText(cells.answer),
    images,
    ...(caption === '' ? {} : { caption }),
    ...(difficulty === undefined ? {} : { difficulty }),
    ...(options === undefined ? {} : { options }),
    ...(response === '' ? {} : { response }),
    ...(cells.scene === null || cells.scene === undefined ? {} : { scene: sceneOf(cells.scene) }),
    ...(all === undefined ? {} : { cells: all }),
    ...(fault === undefined ? {} : { fault }),
  };
}

/** What a line that is no JSON is read as. */
const isBlank = (cells: Readonly<Record<string, unknown>>): boolean =>
  Object.values(cells).every((cell) => cell === null || cell === undefined);

/** A scene that a CSV or Parquet file keeps as JSON text is unfolded; anything else stays as it is. */
function sceneOf(scene: unknown): unknown {
  if (typeof scene !== 'string') return scene;
  try {
    const value = JSON.parse(scene) as unknown;
    return isObject(value) || Array.isArray(value) ? value : scene;
  } catch {
    return scene;
  }
}

async function imageRef(context: Context, opened: OpenSource, row: number, raw: RawImage): Promise<ImageRef> {
  const { source } = opened;
  const refuse = (code: 'SC301' | 'SC341', message: string, hint?: string): never => {
    throw new DataError({
      code,
      severity: 'error',
      message: `Row ${row} of ${source.path}: ${message}`,
      place: { file: source.path },
      ...(hint === undefined ? {} : { hint }),
    });
  };
  switch (raw.kind) {
    case 'bytes':
      return raw;
    case 'wrong':
      return refuse('SC341', `${raw.what} is not an image`);
    case 'path': {
      const located = locateImage(source.images, raw.text);
      if (located.kind === 'refused')
        return refuse('SC341', `the image ${raw.text} cannot be used: ${located.reason}`);
      const found = await context.guard.check(located.path);
      if (found.kind === 'outside') {
        return refuse(
          'SC301',
          `the image ${raw.text} is refused: ${found.reason}`,
          'Move the images into the workspace or add their folder to `folders` in the curriculum.',
        );
      }
      if (found.kind === 'missing' && raw.text.includes('\\')) {
        return imageRef(context, opened, row, { kind: 'path', text: withSlashes(raw.text) });
      }
      return { kind: 'file', path: located.path };
    }
  }
}
