import { identifier, type ColumnFact } from '../../data';
import { MAKE_ARMS, type MakeArm } from '../../protocol';

/** Columns of a question itself, seen by `keep` where no carried column has the same name; with their DuckDB types. */
export const OWN_KEEP_COLUMNS = {
  question: 'VARCHAR',
  problem: 'VARCHAR',
  options: 'VARCHAR[]',
  answer: 'VARCHAR',
  kind: 'VARCHAR',
  capability: 'VARCHAR',
  source: 'VARCHAR',
  caption: 'VARCHAR',
  images: 'VARCHAR[]',
} as const satisfies Readonly<Record<string, ColumnFact['type']>>;

/** A column that `keep` may name, and the SQL that makes it of a row of `q` joined with `o`. */
export interface KeepSource extends ColumnFact {
  readonly sql: string;
}

const ARMS = Object.keys(MAKE_ARMS) as readonly MakeArm[];

/** Exactly one of right, wrong, unparsable is true of an answer; all are unknown without one. */
const armColumns: readonly KeepSource[] = ARMS.flatMap((arm) =>
  (['right', 'wrong', 'unparsable'] as const).map((outcome) => ({
    name: `${outcome}_${MAKE_ARMS[arm]}`,
    type: 'BOOLEAN',
    sql: `CASE WHEN o.${arm} <> 'missing' THEN o.${arm} = '${outcome}' END`,
  })),
);

/**
 * All columns of `keep`: those of the arms, then the source row's (`structure`: DuckDB's `json_group_structure` of what
 * is carried), then the question's own. Names count without case, the first of a name wins.
 */
export function keepColumns(structure: unknown): readonly KeepSource[] {
  const own = Object.entries(OWN_KEEP_COLUMNS).map(([name, type]) => ({
    name,
    type,
    sql: name === 'problem' ? 'q.question' : `q.${identifier(name)}`,
  }));
  const seen = new Set<string>();
  return [...armColumns, ...carriedColumns(structure), ...own].filter(({ name }) => {
    const folded = name.toLowerCase();
    // SQL has no name for a column without one, as the row numbers of a CSV file often are.
    if (name === '' || seen.has(folded)) return false;
    seen.add(folded);
    return true;
  });
}

function carriedColumns(structure: unknown): readonly KeepSource[] {
  if (typeof structure !== 'object' || structure === null || Array.isArray(structure)) return [];
  return Object.entries(structure).map(([name, shape]) => {
    const type = typeOf(shape);
    const pointer = `'/${name.replaceAll('~', '~0').replaceAll('/', '~1').replaceAll("'", "''")}'`;
    const sql =
      type === 'VARCHAR'
        ? `json_extract_string(q.carried, ${pointer})`
        : `TRY_CAST(json_extract(q.carried, ${pointer}) AS ${type})`;
    return { name, type, sql };
  });
}

/** DuckDB's word for a JSON value's shape as the type that it is read as: whole numbers, numbers, texts, lists of them. */
function typeOf(shape: unknown): string {
  if (Array.isArray(shape)) {
    const inner = typeOf(shape[0]);
    return inner === 'JSON' || inner.endsWith('[]') ? 'JSON' : `${inner}[]`;
  }
  switch (shape) {
    case 'BIGINT':
    case 'UBIGINT':
      return 'BIGINT';
    case 'HUGEINT':
    case 'DOUBLE':
      return 'DOUBLE';
    case 'BOOLEAN':
      return 'BOOLEAN';
    case 'VARCHAR':
    case 'NULL':
      return 'VARCHAR';
    default:
      return 'JSON';
  }
}
