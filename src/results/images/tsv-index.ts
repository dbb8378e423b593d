import { open, stat } from 'node:fs/promises';
import { cellsOf, recordBatches, RecordError } from '../table/records';

/** Where each row of a benchmark's TSV lies. */
export interface TsvIndex {
  /** The cell `image` of a row; `undefined`: no such row. Rejects when the file has gone. */
  image(index: string): Promise<string | undefined>;
  has(index: string): boolean;
}

const TAB = '\t';
/** Indices kept at once: a reader goes from benchmark to benchmark, not through a hundred. */
const KEPT = 8;
const known = new Map<string, { readonly stamp: string; readonly index: Promise<TsvIndex> }>();

/**
 * The rows of a TSV by their `index`, found in one pass over its bytes and kept while the file stays as it is: a
 * benchmark's file is gigabytes of base64, of which a reader wants one cell at a time. Rejects with a `RecordError`
 * when it is no such file.
 */
export async function tsvIndex(path: string, signal?: AbortSignal): Promise<TsvIndex> {
  const stats = await stat(path);
  if (!stats.isFile()) throw new RecordError('it is no regular file');
  const { size, mtimeMs } = stats;
  const stamp = `${size} ${mtimeMs}`;
  const kept = known.get(path);
  known.delete(path);
  const index = kept?.stamp === stamp ? kept.index : buildIndex(path, signal);
  known.set(path, { stamp, index });
  const [oldest] = known.keys();
  if (known.size > KEPT && oldest !== undefined) known.delete(oldest);
  index.catch(() => known.delete(path));
  return index;
}

async function buildIndex(path: string, signal: AbortSignal | undefined): Promise<TsvIndex> {
  const places = new Map<string, { readonly offset: number; readonly length: number }>();
  let header: readonly string[] | undefined;
  let key = -1;
  for await (const records of recordBatches(path, { delimiter: TAB, signal })) {
    for (const { bytes, offset } of records) {
      if (header === undefined) {
        header = cellsOf(bytes.toString('utf8'), TAB).map((name) => name.trim());
        key = header.indexOf('index');
        if (key < 0) throw new RecordError('it has no column `index`');
        continue;
      }
      const id = cellAt(bytes, key);
      if (id !== undefined && !places.has(id)) places.set(id, { offset, length: bytes.length });
    }
  }
  const image = header?.indexOf('image') ?? -1;
  return {
    has: (index) => places.has(plainIndex(index)),
    async image(index) {
      const place = places.get(plainIndex(index));
      if (place === undefined || image < 0) return undefined;
      const file = await open(path, 'r');
      try {
        const { buffer, bytesRead } = await file.read(
          Buffer.alloc(place.length),
          0,
          place.length,
          place.offset,
        );
        return cellsOf(buffer.toString('utf8', 0, bytesRead), TAB)[image];
      } finally {
        await file.close();
      }
    },
  };
}

/** One of the first cells of a record, without decoding the megabytes that follow when it is the first. */
function cellAt(bytes: Buffer, column: number): string | undefined {
  const head = column === 0 ? bytes.subarray(0, 4096) : bytes;
  const cell = cellsOf(head.toString('utf8'), TAB)[column];
  return cell === undefined ? undefined : plainIndex(cell);
}

/** `12.0` is the row `12`: pandas writes whole numbers so where a column has gaps. */
export const plainIndex = (text: string): string => text.trim().replace(/^(-?\d+)\.0+$/, '$1');
