import type { ResultItem } from '../types';
import { COLUMN_NAMES, SEPARATOR, VALUES } from './columns';
import { ITEM_COLUMNS } from './layout';
import type { WrittenColumn } from './table-writer';

/** How items are written into `items.parquet`. */
export const WRITTEN_ITEM: readonly WrittenColumn<ResultItem>[] = COLUMN_NAMES.map((name) => {
  const type = ITEM_COLUMNS[name];
  const value = VALUES[name];
  if (type !== 'VARCHAR[]') return { name, type, value };
  const split = `string_split(${name}, chr(${SEPARATOR.charCodeAt(0)}))`;
  return {
    name,
    type: 'VARCHAR',
    value,
    as: `CASE WHEN ${name} IS NULL THEN []::VARCHAR[] ELSE ${split} END`,
  };
});
