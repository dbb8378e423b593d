import { MAPPED_ROLES, type ColumnMapping } from '../protocol';
import { UsageError } from './command';

export const MAP_OPTION = {
  type: 'string',
  value: 'ROLE=COLUMN[,...]',
  doc: `Which column is what in a table: ${MAPPED_ROLES.join(', ')}.`,
} as const;

/** Such as `response=out,answer=gold`; a comma within a column’s name cannot be written. */
export function mappingOf(text: string | undefined): ColumnMapping | undefined {
  if (text === undefined) return undefined;
  return Object.fromEntries(
    text.split(',').map((part) => {
      const [role = '', ...column] = part.split('=');
      const known = MAPPED_ROLES.find((one) => one === role.trim());
      if (known === undefined || column.length === 0) {
        throw new UsageError(`--map wants ROLE=COLUMN, where ROLE is one of ${MAPPED_ROLES.join(', ')}`);
      }
      return [known, column.join('=').trim()];
    }),
  );
}
