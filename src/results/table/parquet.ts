import { stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { asText, identifier, lazyDatabase, pathLiteral } from '../../data';
import { TableError, type Table, type TableRow } from './types';

/** A Parquet file. Rejects with a `TableError` when DuckDB cannot read it. */
export async function openParquet(path: string): Promise<Table> {
  const { size } = await stat(path);
  const folder = dirname(path);
  const database = lazyDatabase([folder]);
  try {
    const described = await database.all(`DESCRIBE SELECT * FROM read_parquet(${pathLiteral(path)})`);
    const columns = described.map(([name]) => asText(name));
    const [count] = await database.all(`SELECT count(*) FROM read_parquet(${pathLiteral(path)})`);
    const total = Number(count?.[0] ?? 0);
    return {
      path,
      columns,
      faults: [],
      async *rows({ signal, onBytes, columns: wanted } = {}) {
        // Images are megabytes a cell: what nobody wants is not read.
        const read = wanted === undefined ? columns : columns.filter((name) => wanted.includes(name));
        if (read.length === 0) return;
        const source = lazyDatabase([folder]);
        let line = 0;
        try {
          const sql = `SELECT ${read.map(identifier).join(', ')} FROM read_parquet(${pathLiteral(path)})`;
          for await (const batch of source.batches(sql)) {
            signal?.throwIfAborted();
            yield batch.map((cells): TableRow => {
              line += 1;
              return { values: Object.fromEntries(read.map((name, at) => [name, cells[at]])), line };
            });
            onBytes?.(Math.round((size * line) / Math.max(1, total)));
          }
        } finally {
          await source.close();
        }
      },
    };
  } catch {
    throw new TableError('it is damaged or no Parquet file', 'Write it again.');
  } finally {
    await database.close();
  }
}
