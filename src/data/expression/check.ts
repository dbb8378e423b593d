import { METRICS } from '../../protocol';
import type { ColumnFact, ExpressionKind, ExpressionProblem } from '../engine';
import { DataError } from '../errors';
import type { Database } from '../store/duckdb';
import { identifier } from '../store/sql';
import { bindExpression } from './bind';
import type { Parsed } from './parse';
import { parseExpression } from './parse';

/** The metrics as columns that an `until` condition binds against. */
export const METRIC_COLUMNS: readonly ColumnFact[] = Object.keys(METRICS).map((name) => ({
  name,
  type: 'DOUBLE',
}));

/** All problems of an expression; `until` binds against the metrics, whatever the columns. */
export async function checkExpression(
  database: Database,
  kind: ExpressionKind,
  text: string,
  columns: readonly ColumnFact[] | undefined,
): Promise<readonly ExpressionProblem[]> {
  const result = await parseExpression(database, kind, text);
  if (result.kind === 'refused') return result.problems;
  if (columns === undefined && kind !== 'until') return [];
  return bindExpression(database, result.parsed, kind === 'until' ? METRIC_COLUMNS : (columns ?? []));
}

/** The parsed expression, or a `DataError` placed at the file whose rows it is for. */
export async function requireExpression(
  database: Database,
  kind: ExpressionKind,
  text: string,
  columns: readonly ColumnFact[],
  file: string,
): Promise<Parsed> {
  const result = await parseExpression(database, kind, text);
  const problems =
    result.kind === 'refused' ? result.problems : await bindExpression(database, result.parsed, columns);
  const [first] = problems;
  if (result.kind === 'parsed' && first === undefined) return result.parsed;
  throw new DataError({
    code: first?.code ?? 'SC250',
    severity: 'error',
    message: `${first?.message ?? 'The expression is refused'} in the ${kind} expression \`${text.slice(0, 200)}\``,
    place: { file },
    ...(first?.hint === undefined ? {} : { hint: first.hint }),
  });
}

/** `until` texts that passed: a run asks about the same one after every step. */
const checked = new WeakMap<Database, Set<string>>();

/**
 * Whether an `until` condition holds. A metric that is absent or not finite is NULL, and a condition that is NULL
 * does not hold (DuckDB would put NaN above every number).
 */
export async function holds(
  database: Database,
  until: string,
  metrics: Readonly<Record<string, number>>,
): Promise<boolean> {
  const fine = checked.get(database) ?? new Set();
  checked.set(database, fine);
  if (!fine.has(until)) {
    await requireExpression(database, 'until', until, METRIC_COLUMNS, 'until');
    fine.add(until);
  }
  const values = METRIC_COLUMNS.map(({ name }) => {
    const value = metrics[name];
    const sql = value === undefined || !Number.isFinite(value) ? 'NULL' : value.toExponential();
    return `CAST(${sql} AS DOUBLE) AS ${identifier(name)}`;
  });
  const rows = await database.all(`SELECT (${until}\n) FROM (SELECT ${values.join(', ')})`);
  return rows[0]?.[0] === true;
}
