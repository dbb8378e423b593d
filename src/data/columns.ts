import type { Dataset } from '../language';
import { requireFile, shapeOf, type Context } from './context';
import type { ColumnFact } from './engine';
import { DataError } from './errors';
import { formatOf } from './resolve';
import type { DataSource } from './types';

/** The columns of one file of a dataset from its head alone, whatever roles they have; nothing when it is no file. */
export async function readColumns(
  context: Context,
  dataset: Dataset,
  split: DataSource['split'],
): Promise<readonly ColumnFact[] | undefined> {
  const ref = dataset[split];
  if (ref?.kind !== 'file') return undefined;
  try {
    const real = await requireFile(context.guard, ref.path);
    const format = await formatOf(ref.path, real);
    return format === undefined ? undefined : (await shapeOf(context, format, ref.path, real)).columns;
  } catch (error) {
    if (error instanceof DataError) return undefined;
    throw error;
  }
}
