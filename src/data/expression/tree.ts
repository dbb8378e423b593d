/** A node of DuckDB's serialised syntax tree; only what is looked at is named, the rest is checked where it matters. */
export type Node = Readonly<Record<string, unknown>>;

export const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const nodes = (value: unknown): readonly Node[] => (Array.isArray(value) ? value.filter(isNode) : []);

export const text = (value: unknown): string => (typeof value === 'string' ? value : '');

/** Byte offset of a node in the statement; absent where DuckDB gives none (it then says 2^64 - 1). */
export function location(node: Node): number | undefined {
  const value = node.query_location;
  return typeof value === 'number' && value < 0x7fffffff ? value : undefined;
}

const isEmpty = (value: unknown): boolean =>
  value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0);

/**
 * The expressions of a statement that must be `SELECT (E)` or `SELECT 1 ORDER BY E, ...` and nothing more; absent when
 * the text has broken out of its place (a second statement, UNION, FROM, LIMIT, an alias, a second column).
 */
export function onlyExpressions(serialised: Node, kind: 'value' | 'order'): readonly Node[] | undefined {
  const statements = nodes(serialised.statements);
  const select = statements.length === 1 ? statements[0]?.node : undefined;
  if (!isNode(select) || select.type !== 'SELECT_NODE' || !isBare(select)) return undefined;
  const columns = nodes(select.select_list);
  const column = columns[0];
  if (columns.length !== 1 || column === undefined || !isEmpty(column.alias)) return undefined;
  const modifiers = nodes(select.modifiers);
  if (kind === 'value') return modifiers.length === 0 ? [column] : undefined;
  const order = modifiers[0];
  if (modifiers.length !== 1 || order?.type !== 'ORDER_MODIFIER') return undefined;
  return nodes(order.orders).flatMap((entry) => (isNode(entry.expression) ? [entry.expression] : []));
}

const isBare = (select: Node): boolean =>
  isNode(select.from_table) &&
  select.from_table.type === 'EMPTY' &&
  isNode(select.cte_map) &&
  isEmpty(select.cte_map.map) &&
  ['where_clause', 'group_expressions', 'group_sets', 'having', 'sample', 'qualify'].every((key) =>
    isEmpty(select[key]),
  );
