import { dirname } from 'node:path';
import { asImages, identifier, lazyDatabase, pathLiteral } from '../../data';

/** The bytes of an image in a row (from 0) of a Parquet file; nothing when there are none. Rejects when it has gone. */
export async function embeddedImage(
  file: string,
  column: string,
  row: number,
  part: number,
): Promise<Uint8Array | undefined> {
  if (!Number.isSafeInteger(row) || row < 0) return undefined;
  const database = lazyDatabase([dirname(file)]);
  try {
    const [cells] = await database.all(
      `SELECT ${identifier(column)} FROM read_parquet(${pathLiteral(file)}, file_row_number = true) WHERE file_row_number = ${row}`,
    );
    const image = asImages(cells?.[0])[part];
    return image?.kind === 'bytes' ? image.bytes : undefined;
  } finally {
    await database.close();
  }
}
