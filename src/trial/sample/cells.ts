import type { DataSource, Sample } from '../../data';
import { COLUMN_ROLES } from '../../language';
import type { TracedRow } from './trace';

/** A longer value is cut: a scene or a caption may be of any size. */
const LONGEST = 2_000;

/** What a row has for each role that its file has a column for. */
export const cellsOf = (sample: Sample, { columns }: DataSource): TracedRow['cells'] =>
  COLUMN_ROLES.flatMap((role) => {
    const column = columns[role];
    if (column === undefined) return [];
    const value =
      role === 'images'
        ? sample.images.map((image) => (image.kind === 'file' ? image.path : (image.name ?? 'embedded')))
        : sample[role];
    return [{ role, column, value: shown(value) }];
  });

function shown(value: unknown): string {
  const text = value === undefined ? '' : typeof value === 'string' ? value : JSON.stringify(value);
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}
