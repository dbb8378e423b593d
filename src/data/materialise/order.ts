import type { Context, OpenSource } from '../context';
import { readError } from '../context';
import type { MaterialiseOrder } from '../engine';
import { requireExpression } from '../expression/check';
import { columnType, conditionColumns, ownName } from '../rows';
import { ROW, scan } from '../store/scan';
import type { Wanted } from '../store/scan';
import { identifier } from '../store/sql';

/** A source with its condition, opened. */
export interface OpenQuery {
  readonly opened: OpenSource;
  readonly where?: string;
}

/** A kept row: position of its source in the list, and its number in that file. */
export interface RowKey {
  readonly source: number;
  readonly row: number;
}

const SOURCE = '"__stagecraft_source"';
const RANK = '"__stagecraft_rank"';
const RATE = '"__stagecraft_rate"';

/**
 * Kept rows in training order. Only the sort keys go through DuckDB's sort, never the rows. Sources of one capability
 * are sorted together, at the place of the first of them. Ties are broken by the
 * sources' own sequence, then by file order, so the order is total and stable; rows without a pass rate come last.
 */
export async function* orderedRows(
  context: Context,
  queries: readonly OpenQuery[],
  order: MaterialiseOrder,
): AsyncGenerator<RowKey, void, undefined> {
  const custom = order.custom;
  const names = custom === undefined ? [] : await customColumns(context, queries, custom);
  const parts: string[] = [];
  for (const [index, { opened, where }] of queries.entries()) {
    const wanted: Wanted[] = [...(await conditionColumns(context, opened, where))];
    const add = (name: string): void => {
      if (!wanted.some((column) => column.name === name)) {
        wanted.push({ name, type: columnType(opened, name, true) });
      }
    };
    for (const name of names) add(ownName(opened, name));
    const rate = opened.source.columns.difficulty;
    const sorted = custom === undefined && order.byDifficulty !== 'none' && rate !== undefined;
    if (sorted) add(rate);
    const rank = queries.findIndex((other) => other.opened.source.capability === opened.source.capability);
    const keys = [
      `${index} AS ${SOURCE}`,
      `${rank} AS ${RANK}`,
      ROW,
      `${sorted ? `TRY_CAST(${identifier(rate)} AS DOUBLE)` : 'CAST(NULL AS DOUBLE)'} AS ${RATE}`,
      ...names.map((name) => `${identifier(ownName(opened, name))} AS ${identifier(name)}`),
    ];
    const condition = where === undefined ? '' : ` WHERE (${where}\n)`;
    parts.push(`SELECT ${keys.join(', ')} FROM ${scan(opened, wanted)}${condition}`);
  }
  const sql = `SELECT ${SOURCE}, ${ROW} FROM (${parts.join('\nUNION ALL\n')}) ORDER BY ${sortKeys(order)}`;
  try {
    for await (const row of context.database.rows(sql)) yield { source: Number(row[0]), row: Number(row[1]) };
  } catch (error) {
    throw readError(queries[0]?.opened.source.path ?? '', error);
  }
}

function sortKeys(order: MaterialiseOrder): string {
  const file = [SOURCE, ROW];
  const first = order.byCapability ? [RANK] : [];
  if (order.custom !== undefined) return [...first, `${order.custom}\n`, ...file].join(', ');
  switch (order.byDifficulty) {
    case 'none':
      return file.join(', ');
    case 'easy-to-hard':
      return [...first, `${RATE} DESC NULLS LAST`, ...file].join(', ');
    case 'hard-to-easy':
      return [...first, `${RATE} ASC NULLS LAST`, ...file].join(', ');
  }
}

/** Columns of the user's ORDER BY list, checked against every source. */
async function customColumns(
  context: Context,
  queries: readonly OpenQuery[],
  custom: string,
): Promise<readonly string[]> {
  const names = new Map<string, string>();
  for (const { opened } of queries) {
    const parsed = await requireExpression(
      context.database,
      'order',
      custom,
      opened.columns,
      opened.source.path,
    );
    for (const { name } of parsed.columns) names.set(name.toLowerCase(), name);
  }
  return [...names.values()];
}

/** Whether the order is the sources' own: rows of the first, then of the second, each in file order. */
export const isFileOrder = (order: MaterialiseOrder): boolean =>
  order.custom === undefined && order.byDifficulty === 'none';
