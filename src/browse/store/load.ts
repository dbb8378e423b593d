import type { DuckDBConnection, DuckDBDataChunk } from '@duckdb/node-api';

import type { Database } from '../../data';
import { ITEM_FLAGS, Refusal } from '../../protocol';
import { ITEM_COLUMNS } from '../../results';
import { newColumns, OUTCOME, type ItemColumns } from './columns';
import { KEY_SQL, type ItemKeys } from './key-index';

/** More than this no set has; what claims to is damaged. */
const MOST_ROWS = 16_000_000;

/** Bits in the order of `ITEM_FLAGS`; each expression is a BOOLEAN. */
const FLAG_SQL: Readonly<Record<(typeof ITEM_FLAGS)[number], string>> = {
  truncated: 'truncated',
  'no answer': 'extracted IS NULL',
  'differs from tool': 'correct <> tool_correct',
  'missing image': `contains(images, '"missing":')`,
  'several samples': 'k > 1',
};
const FLAGS = ITEM_FLAGS.map((name, bit) => `(CASE WHEN ${FLAG_SQL[name]} THEN ${1 << bit} ELSE 0 END)`).join(
  ' + ',
);

/**
 * Reads the columns of `items.parquet`; `source` is its SQL name. The three repeating texts come as one code, given
 * by the database: a million texts need not become JavaScript's.
 */
export async function loadColumns(database: Database, source: string): Promise<ItemColumns> {
  return database.session(async (connection) => {
    await checkSchema(connection, source);
    await connection.run(
      `CREATE TEMP TABLE combos AS SELECT (row_number() OVER ()) - 1 AS combo, * FROM (
         SELECT dataset AS d, capability AS c, coalesce(category, '') AS g, min(i) AS first, count(*)::INTEGER AS n FROM ${source}
         GROUP BY ALL ORDER BY first)`,
    );
    const combos = (
      await connection.runAndReadAll('SELECT d, c, g, n FROM combos ORDER BY combo')
    ).getRowsJS() as [string, string, string, number][];
    const rows = combos.reduce((sum, [, , , n]) => sum + n, 0);
    if (!(rows <= MOST_ROWS)) throw new Refusal(`The set has more than ${MOST_ROWS} items`);
    const names = ([0, 1, 2] as const).map((column) => distinct(combos.map((combo) => combo[column])));
    const [dataset, capability, category] = names;
    const columns = newColumns(rows, {
      dataset: dataset?.names ?? [],
      capability: capability?.names ?? [],
      category: category?.names ?? [],
    });
    const result = await connection.stream(
      `SELECT i, combo::INTEGER, (CASE WHEN correct THEN ${OUTCOME.right} WHEN correct IS NULL THEN ${OUTCOME.unjudged} ELSE ${OUTCOME.wrong} END + 4 * (${FLAGS}))::INTEGER,
         greatest(coalesce(length, 0), 0), coalesce(k, 1), coalesce(right_answers, 0),
         coalesce(json_array_length(images), 0)::INTEGER, (hash(images) & 2147483647)::INTEGER
       FROM ${source} JOIN combos ON dataset = d AND capability = c AND coalesce(category, '') = g`,
    );
    const taken = new Uint8Array(rows);
    let seen = 0;
    for (let chunk = await result.fetchChunk(); chunk !== null; chunk = await result.fetchChunk()) {
      if (chunk.rowCount === 0) break;
      const at = numbers(chunk, 0);
      // A place that is taken, or that is none, is no place.
      if (at.some((i) => !(i >= 0 && i < rows) || taken[i] !== 0)) throw damaged();
      for (const i of at) taken[i] = 1;
      const [combo, packed] = [numbers(chunk, 1), numbers(chunk, 2)];
      scatter(numbers(chunk, 3), columns.length, at);
      scatter(numbers(chunk, 4), columns.k, at);
      scatter(numbers(chunk, 5), columns.right, at);
      scatter(numbers(chunk, 6), columns.images, at);
      scatter(numbers(chunk, 7), columns.picture, at);
      for (let row = 0; row < at.length; row += 1) {
        const i = at[row] ?? 0;
        const code = combo[row] ?? 0;
        columns.dataset.codes[i] = dataset?.codes[code] ?? 0;
        columns.capability.codes[i] = capability?.codes[code] ?? 0;
        columns.category.codes[i] = category?.codes[code] ?? 0;
        columns.outcome[i] = (packed[row] ?? 0) & 3;
        columns.flags[i] = (packed[row] ?? 0) >> 2;
        if (columns.images[i] === 0) columns.picture[i] = 0;
      }
      seen += at.length;
    }
    if (seen !== rows) throw damaged();
    return columns;
  });
}

/** Refuses a file whose columns are others than an import writes: what is read as a number must be one. */
async function checkSchema(connection: DuckDBConnection, source: string): Promise<void> {
  const described = await connection.runAndReadAll(`DESCRIBE SELECT * FROM ${source}`);
  const types = new Map(described.getRowsJS().map(([name, type]) => [name, type]));
  for (const [name, type] of Object.entries(ITEM_COLUMNS))
    if (types.get(name) !== type) {
      throw new Refusal(
        `The items of the set are damaged: the column ${name} is no ${type}`,
        'Import the results again.',
      );
    }
}

/** Reads the names of a set's items; only who looks items up by name pays for it. */
export async function loadKeys(database: Database, source: string, rows: number): Promise<ItemKeys> {
  return database.session(async (connection) => {
    const keys = { low: new Uint32Array(rows), high: new Uint32Array(rows) };
    const result = await connection.stream(`SELECT i, ${KEY_SQL.low}, ${KEY_SQL.high} FROM ${source}`);
    for (let chunk = await result.fetchChunk(); chunk !== null; chunk = await result.fetchChunk()) {
      if (chunk.rowCount === 0) break;
      const at = numbers(chunk, 0);
      scatter(numbers(chunk, 1), keys.low, at);
      scatter(numbers(chunk, 2), keys.high, at);
    }
    return keys;
  });
}

/** A column of a chunk. `rowCount` is asked of the database: once, and not for each of a million rows. */
function numbers(chunk: DuckDBDataChunk, column: number): Float64Array {
  const vector = chunk.getColumnVector(column);
  const values = new Float64Array(chunk.rowCount);
  for (let row = 0; row < values.length; row += 1) values[row] = vector.getItem(row) as number;
  return values;
}

/** Puts values where `at` says. */
function scatter(values: Float64Array, target: Int32Array | Uint32Array, at: Float64Array): void {
  for (let row = 0; row < at.length; row += 1) target[at[row] ?? 0] = values[row] ?? 0;
}

const damaged = (): Refusal =>
  new Refusal(
    'The items of the set are damaged: their numbers do not count from 0',
    'Import the results again.',
  );

function distinct(values: readonly string[]): {
  readonly names: readonly string[];
  readonly codes: readonly number[];
} {
  const codeOf = new Map<string, number>();
  const codes = values.map((value) => {
    const code = codeOf.get(value) ?? codeOf.size;
    codeOf.set(value, code);
    return code;
  });
  return { names: [...codeOf.keys()], codes };
}
