import type { ColumnRole } from '../language';
import { COLUMN_ROLES } from '../language';
import type { Context, OpenSource } from './context';
import { readError } from './context';
import { requireExpression } from './expression/check';
import type { Cell, Row } from './store/duckdb';
import { ROW, scan } from './store/scan';
import type { Wanted } from './store/scan';
import { identifier } from './store/sql';
import { asText, jsonText } from './values';

/** A row's cells by role, JSON already parsed, with its number in the file (from 1). */
export interface RoleRow {
  readonly row: number;
  readonly cells: Readonly<Partial<Record<ColumnRole, unknown>>>;
  /** The whole row, as JSON values under the file's own names and in its order; where it was asked for. */
  readonly all?: Readonly<Record<string, unknown>>;
  /** Whose the row is, where its file says so. */
  readonly origin?: { readonly dataset: string; readonly capability: string };
}

export interface RowFilter {
  readonly where?: string | undefined;
  readonly limit?: number | undefined;
  readonly roles?: readonly ColumnRole[];
  /** Invalid lines of a JSONL file give empty rows instead of an error. */
  readonly tolerant?: boolean;
  /** Also every column, whatever role it has. */
  readonly all?: boolean;
}

/** Type to read a column as: detected where an expression computes with it, else whatever cannot fail. */
export function columnType(opened: OpenSource, name: string, computed: boolean): string {
  const detected = opened.columns.find((column) => column.name.toLowerCase() === name.toLowerCase())?.type;
  switch (opened.format) {
    case 'jsonl':
    case 'json':
      return computed ? (detected ?? 'JSON') : 'JSON';
    case 'csv':
      return computed ? (detected ?? 'VARCHAR') : 'VARCHAR';
    case 'parquet':
      return detected ?? 'VARCHAR';
  }
}

/** The file's own spelling of a column that an expression names in any letter case. */
export const ownName = (opened: OpenSource, name: string): string =>
  opened.columns.find((column) => column.name.toLowerCase() === name.toLowerCase())?.name ?? name;

/** Columns that a `where` condition reads, checked; the condition itself may then stand in a query in brackets. */
export async function conditionColumns(
  context: Context,
  opened: OpenSource,
  where: string | undefined,
): Promise<readonly Wanted[]> {
  if (where === undefined) return [];
  const parsed = await requireExpression(
    context.database,
    'where',
    where,
    opened.columns,
    opened.source.path,
  );
  const names = new Set(parsed.columns.map((column) => ownName(opened, column.name)));
  return [...names].map((name) => ({ name, type: columnType(opened, name, true) }));
}

/** Joins the ids of datasets whose rows share a file; no dataset's own id may have it. */
export const POOL_MARK = '+';
const OWNERS = ['dataset', 'capability'] as const;

/** The columns of a pooled, rewritten file that say whose a row is. */
const ownerColumns = (opened: OpenSource): readonly string[] =>
  opened.source.dataset.includes(POOL_MARK) &&
  OWNERS.every((name) => opened.columns.some((column) => column.name === name))
    ? OWNERS
    : [];

/** Rows in file order, streamed. */
export async function* readRows(
  context: Context,
  opened: OpenSource,
  filter: RowFilter,
): AsyncGenerator<RoleRow, void, undefined> {
  for await (const batch of readBatches(context, opened, filter)) yield* batch;
}

/** Rows in file order, streamed a few at a time. */
export async function* readBatches(
  context: Context,
  opened: OpenSource,
  filter: RowFilter,
): AsyncGenerator<readonly RoleRow[], void, undefined> {
  const condition = await conditionColumns(context, opened, filter.where);
  const roles = (filter.roles ?? COLUMN_ROLES).flatMap((role) => {
    const name = opened.source.columns[role];
    return name === undefined || !opened.columns.some((column) => column.name === name)
      ? []
      : [{ role, name }];
  });
  const wanted = [...condition];
  for (const { name } of roles) {
    if (!wanted.some((column) => column.name === name)) {
      wanted.push({ name, type: columnType(opened, name, false) });
    }
  }
  const owners = ownerColumns(opened);
  for (const name of owners) {
    if (!wanted.some((column) => column.name === name)) wanted.push({ name, type: 'VARCHAR' });
  }
  const all = filter.all === true ? opened.columns.map(({ name }) => name) : [];
  for (const name of all) {
    if (!wanted.some((column) => column.name === name)) {
      wanted.push({ name, type: columnType(opened, name, false) });
    }
  }
  const readsJson = (name: string): boolean =>
    opened.format !== 'parquet' && wanted.find((column) => column.name === name)?.type === 'JSON';
  const isJson = roles.map(({ name }) => readsJson(name));
  const allJson = all.map(readsJson);
  const names = [...roles.map(({ name }) => name), ...all, ...owners];
  const list = [ROW, ...names.map(identifier)].join(', ');
  const where = filter.where === undefined ? '' : ` WHERE (${filter.where}\n)`;
  const limit = filter.limit === undefined ? '' : ` LIMIT ${Math.max(0, Math.floor(filter.limit))}`;
  const sql = `SELECT ${list} FROM ${scan(opened, wanted, filter.tolerant)}${where}${limit}`;
  const toRow = (row: Row): RoleRow => {
    const cells: Partial<Record<ColumnRole, unknown>> = {};
    roles.forEach(({ role }, index) => {
      cells[role] = parseCell(row[index + 1], isJson[index] === true);
    });
    const one: RoleRow = {
      row: Number(row[0]),
      cells,
      ...(filter.all === true ? { all: wholeRow(all, row.slice(roles.length + 1), allJson) } : {}),
    };
    if (owners.length === 0) return one;
    const [dataset, capability] = row.slice(-2).map(asText);
    return { ...one, origin: { dataset: dataset ?? '', capability: capability ?? '' } };
  };
  try {
    for await (const batch of context.database.batches(sql)) yield batch.map(toRow);
  } catch (error) {
    throw readError(opened.source.path, error);
  }
}

/** Cells of every column as JSON values. */
function wholeRow(
  names: readonly string[],
  cells: readonly Cell[],
  json: readonly boolean[],
): Readonly<Record<string, unknown>> {
  const value = (cell: Cell | undefined, i: number): unknown =>
    json[i] === true ? parseCell(cell, true) : (JSON.parse(jsonText(cell ?? null)) as unknown);
  // A column may be called `__proto__`.
  return Object.fromEntries(names.map((name, i) => [name, value(cells[i], i)]));
}

function parseCell(cell: Cell | undefined, json: boolean): unknown {
  if (cell === undefined || !json || typeof cell !== 'string') return cell;
  return JSON.parse(cell) as unknown;
}
