import { openSource, readError, type Context } from '../context';
import { scan } from '../store/scan';
import { identifier } from '../store/sql';
import type { DataSource } from '../types';

/** Characters of the texts of a column. */
export interface TextLengths {
  readonly texts: number;
  /** Of 100 texts 95 are no longer. */
  readonly p95: number;
  readonly longest: number;
}

const isLengths = (value: unknown): value is TextLengths =>
  typeof value === 'object' && value !== null && 'texts' in value && 'p95' in value && 'longest' in value;

/** Texts that a question of this kind looks at: the first of the file. */
const MOST_ROWS = 2000;

/** Lengths of what a column holds, texts or lists of them, of the first 2000 rows; kept until the file changes. */
export async function textLengths(
  context: Context,
  source: DataSource,
  column: string,
): Promise<TextLengths | undefined> {
  const opened = await openSource(context, source);
  const found = opened.columns.find(({ name }) => name === column);
  if (found === undefined || !/^VARCHAR(?:\[\])?$/u.test(found.type)) return undefined;
  const name = identifier(column);
  const text = found.type === 'VARCHAR' ? name : `unnest(${name})`;
  const from = scan(opened, [{ name: column, type: found.type }]);
  const sql = `SELECT count(*), quantile_disc(n, 0.95), max(n) FROM (SELECT length(t) AS n FROM (SELECT ${text} AS t FROM (SELECT ${name} FROM ${from} LIMIT ${MOST_ROWS})) WHERE t IS NOT NULL)`;
  try {
    return await context.cache.get(`lengths ${column}`, opened.real, isLengths, async () => {
      const [row] = await context.database.all(sql);
      const [texts, p95, longest] = (row ?? []).map(Number);
      return { texts: texts ?? 0, p95: p95 ?? 0, longest: longest ?? 0 };
    });
  } catch (error) {
    throw readError(source.path, error);
  }
}
