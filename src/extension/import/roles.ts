import { createHash } from 'node:crypto';
import { MAPPED_ROLES, type ColumnMapping, type FoundResults } from '../../protocol';

export type Role = keyof ColumnMapping;

/** Whether a mapping tells what an audit needs: a question's answer to be judged, by a gold answer or by the file itself. */
export const isEnough = ({ response, answer, correct }: ColumnMapping): boolean =>
  correct !== undefined || (response !== undefined && answer !== undefined);

/** Roles that are asked for one after another when a mapping is not enough, the most needed first. */
export const asked = (mapping: ColumnMapping): readonly Role[] =>
  (['response', 'answer', 'question', 'correct'] as const).filter(
    (role) => mapping[role] === undefined && (role !== 'correct' || !isEnough(mapping)),
  );

/** A mapping as it was kept or suggested: roles that are known, with columns that the table has. */
export function fitting(mapping: unknown, columns: readonly string[]): ColumnMapping {
  if (typeof mapping !== 'object' || mapping === null) return {};
  const fields = mapping as Readonly<Record<string, unknown>>;
  return Object.fromEntries(
    MAPPED_ROLES.flatMap((role) => {
      const column = fields[role];
      return typeof column === 'string' && columns.includes(column) ? [[role, column]] : [];
    }),
  );
}

/** Tables with the same columns are asked about once: what names their set of columns, in any order. */
export const columnsKey = (columns: readonly string[]): string =>
  createHash('sha256')
    .update([...columns].sort().join('\0'))
    .digest('hex')
    .slice(0, 32);

/** Columns that any of some tables has; those of the first come first. */
export const columnsOf = (tables: readonly Pick<FoundResults, 'columns'>[]): readonly string[] => [
  ...new Set(tables.flatMap(({ columns }) => columns ?? [])),
];

/** The columns for a role, the suggested one first and those that have another role last. */
export function inOrder(columns: readonly string[], mapping: ColumnMapping, role: Role): readonly string[] {
  const taken = new Set(MAPPED_ROLES.flatMap((other) => (other === role ? [] : (mapping[other] ?? []))));
  const rank = (column: string): number => (column === mapping[role] ? 0 : taken.has(column) ? 2 : 1);
  return [...columns].sort((a, b) => rank(a) - rank(b));
}
