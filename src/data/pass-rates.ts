import { openSource, readError, type Context } from './context';
import type { RowQuery } from './engine';
import { columnType, conditionColumns } from './rows';
import { scan } from './store/scan';
import { identifier } from './store/sql';

/** So many rows have this pass rate, rounded to thousandths; without one, or with what is no number: null. */
export interface RateCount {
  readonly rate: number | null;
  readonly rows: number;
}

const isCounts = (value: unknown): value is readonly RateCount[] =>
  Array.isArray(value) &&
  value.every(
    (item: unknown) =>
      typeof item === 'object' &&
      item !== null &&
      'rows' in item &&
      Number.isSafeInteger(item.rows) &&
      'rate' in item &&
      (item.rate === null || typeof item.rate === 'number'),
  );

/** The pass rates of the rows that meet a condition, ascending; kept as long as the file's content stays. */
export async function passRates(context: Context, query: RowQuery): Promise<readonly RateCount[]> {
  const { source, where } = query;
  const opened = await openSource(context, source);
  const condition = await conditionColumns(context, opened, where);
  const name = source.columns.difficulty;
  const present = name !== undefined && opened.columns.some((column) => column.name === name);
  const wanted =
    !present || condition.some((column) => column.name === name)
      ? condition
      : [...condition, { name, type: columnType(opened, name, false) }];
  // Beyond [0, 1] it is no rate.
  const value = present ? `TRY_CAST(${identifier(name)} AS DOUBLE)` : 'CAST(NULL AS DOUBLE)';
  const rate = `CASE WHEN ${value} BETWEEN 0 AND 1 THEN round(${value}, 3) END`;
  const filter = where === undefined ? '' : ` WHERE (${where}\n)`;
  const ask = async (): Promise<readonly RateCount[]> => {
    const rows = await context.database.all(
      `SELECT ${rate} AS rate, count(*) FROM ${scan(opened, wanted)}${filter} GROUP BY 1 ORDER BY 1 NULLS LAST`,
    );
    return rows.map(([found, count]) => ({
      rate: typeof found === 'number' ? found : null,
      rows: Number(count),
    }));
  };
  try {
    const kind = `rates ${source.format} ${name ?? ''} ${where ?? ''}`;
    return await context.cache.get(kind, opened.real, isCounts, ask);
  } catch (error) {
    throw readError(source.path, error);
  }
}
