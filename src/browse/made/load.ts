import type { DuckDBConnection, DuckDBDataChunk } from '@duckdb/node-api';

import { literal, type Database } from '../../data';
import { ROW_COLUMNS } from '../../make';
import { Refusal } from '../../protocol';
import { newColumns, type MadeColumns } from './columns';
import { SPLIT_NAMES, STEP_NAMES } from './words';

/** More than this no dataset has; what claims to is damaged. */
const MOST_ROWS = 16_000_000;
/** Different combinations of kind, reason and outcomes; reasons are sentences that many rows share. */
const MOST_COMBINATIONS = 200_000;

const FIX = 'Make the dataset again.';

/** SQL: 1 + the place of a column's text in a list, 0 for null, -1 for what is not in the list. */
const codeIn = (column: string, names: readonly string[]): string =>
  `CASE WHEN ${column} IS NULL THEN 0 ${names
    .map((name, at) => `WHEN ${column} = ${literal(name)} THEN ${at + 1}`)
    .join(' ')} ELSE -1 END`;

/**
 * Reads the columns of `rows.parquet`; `source` is its SQL name. Texts that repeat come as one code, given by the
 * database. Rejects with a `Refusal` for a file that is not as a make writes it.
 */
export async function loadMade(database: Database, source: string): Promise<MadeColumns> {
  return database.session(async (connection) => {
    await checkSchema(connection, source);
    await connection.run(
      `CREATE TEMP TABLE combos AS SELECT (row_number() OVER ()) - 1 AS combo, * FROM (
         SELECT coalesce(kind, '') AS k, coalesce(reason, '') AS r, coalesce(outcomes, '') AS o,
           min(i) AS first, count(*)::BIGINT AS n FROM ${source} GROUP BY ALL ORDER BY first LIMIT ${MOST_COMBINATIONS + 1})`,
    );
    const combos = (
      await connection.runAndReadAll('SELECT k, r, o, n FROM combos ORDER BY combo')
    ).getRowsJS() as [string, string, string, bigint][];
    if (combos.length > MOST_COMBINATIONS)
      throw damaged('its reasons, kinds and outcomes are all different from one another');
    const rows = combos.reduce((sum, [, , , n]) => sum + Number(n), 0);
    if (!(rows <= MOST_ROWS)) throw damaged(`it has more than ${MOST_ROWS} rows`);
    const [kind, reason, outcomes] = ([0, 1, 2] as const).map((column) =>
      distinct(combos.map((combo) => combo[column])),
    ) as [Distinct, Distinct, Distinct];
    const columns = newColumns(rows, { kind: kind.names, reason: reason.names, outcomes: outcomes.names });
    const result = await connection.stream(
      `SELECT i, combo::INTEGER, (CASE WHEN kept THEN 1 ELSE 0 END)::INTEGER, (${codeIn('step', STEP_NAMES)})::INTEGER,
         (${codeIn('split', SPLIT_NAMES)})::INTEGER, coalesce(rate, 'nan'::DOUBLE)
       FROM ${source} JOIN combos ON coalesce(kind, '') = k AND coalesce(reason, '') = r AND coalesce(outcomes, '') = o`,
    );
    const taken = new Uint8Array(rows);
    let seen = 0;
    for (let chunk = await result.fetchChunk(); chunk !== null; chunk = await result.fetchChunk()) {
      if (chunk.rowCount === 0) break;
      const at = numbers(chunk, 0);
      const [combo, kept, step] = [numbers(chunk, 1), numbers(chunk, 2), numbers(chunk, 3)];
      const [split, rate] = [numbers(chunk, 4), numbers(chunk, 5)];
      for (let row = 0; row < at.length; row += 1) {
        const i = at[row] ?? -1;
        if (!(i >= 0 && i < rows) || taken[i] !== 0) throw damaged('its numbers do not count from 0');
        taken[i] = 1;
        if ((step[row] ?? 0) < 0) throw damaged(`row ${i} fell at a step that no make has`);
        if ((split[row] ?? 0) < 0) throw damaged(`row ${i} is in a split that no make has`);
        const code = combo[row] ?? 0;
        columns.kind.codes[i] = kind.codes[code] ?? 0;
        columns.reason.codes[i] = reason.codes[code] ?? 0;
        columns.outcomes.codes[i] = outcomes.codes[code] ?? 0;
        columns.kept[i] = kept[row] ?? 0;
        columns.step[i] = step[row] ?? 0;
        columns.split[i] = split[row] ?? 0;
        columns.rate[i] = rate[row] ?? Number.NaN;
      }
      seen += at.length;
    }
    if (seen !== rows) throw damaged('its numbers do not count from 0');
    return columns;
  });
}

/** Refuses a file whose columns are others than a make writes: what is read as a number must be one. */
async function checkSchema(connection: DuckDBConnection, source: string): Promise<void> {
  const described = await connection.runAndReadAll(`DESCRIBE SELECT * FROM ${source}`);
  const types = new Map(described.getRowsJS().map(([name, type]) => [name, type]));
  for (const [name, type] of Object.entries(ROW_COLUMNS))
    if (types.get(name) !== type) throw damaged(`its column ${name} is no ${type}`);
}

const damaged = (why: string): Refusal => new Refusal(`rows.parquet is damaged: ${why}`, FIX);

/** A column of a chunk. `rowCount` is asked of the database: once, and not for each of a million rows. */
function numbers(chunk: DuckDBDataChunk, column: number): Float64Array {
  const vector = chunk.getColumnVector(column);
  const values = new Float64Array(chunk.rowCount);
  for (let row = 0; row < values.length; row += 1) values[row] = vector.getItem(row) as number;
  return values;
}

interface Distinct {
  readonly names: readonly string[];
  readonly codes: readonly number[];
}

function distinct(values: readonly string[]): Distinct {
  const codeOf = new Map<string, number>();
  const codes = values.map((value) => {
    const code = codeOf.get(value) ?? codeOf.size;
    codeOf.set(value, code);
    return code;
  });
  return { names: [...codeOf.keys()], codes };
}
