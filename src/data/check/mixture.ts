import type { OpenSource } from '../context';
import type { RoleRow } from '../rows';
import type { LineIndex } from '../store/lines';
import { asImages } from '../values';
import type { Finding } from './finding';
import type { Has } from './rules';

/** Bytes of a JSON file that `datasets` takes the columns' types from. */
const TYPED_BYTES = 10 * 2 ** 20;

/** Rows with and without images, in the order in which they stand in one file. */
export interface Mixture {
  take(row: RoleRow): void;
  /** `lines` where the file has a line for each row. */
  findings(lines: LineIndex | undefined): readonly { readonly finding: Finding; readonly count: number }[];
}

/**
 * SC332, SC333: what is wrong with how rows with images lie between rows without, for EasyR1 and `datasets`, which read
 * files by other rules than Stagecraft does.
 */
export function watchMixture({ format }: Pick<OpenSource, 'format'>, has: Has): Mixture {
  let firstWith: number | undefined;
  let firstNull: number | undefined;
  let nulls = 0;
  let isTyped = false;
  return {
    take({ row, cells: { images } }) {
      // A cell of a CSV file is always a text.
      if (format === 'csv' || !has.has('images')) return;
      if (images === null || images === undefined) {
        nulls += 1;
        firstNull ??= row;
        return;
      }
      if (firstWith === undefined && asImages(images).length > 0) {
        firstWith = row;
        isTyped = row > 1;
      }
    },
    findings(lines) {
      if (firstWith === undefined) return [];
      const found: { finding: Finding; count: number }[] = [];
      if (firstNull !== undefined) {
        const message = `The row has no list of images, while row ${firstWith} has one`;
        const hint =
          'Write `[]` for a row without images: EasyR1’s own loader stops at the first that has nothing.';
        const finding = {
          code: 'SC332',
          severity: 'info',
          kind: 'null',
          row: firstNull,
          message,
          hint,
        } as const;
        found.push({ finding, count: nulls });
      }
      const start = isTyped && lines !== undefined ? lines.span(firstWith).start : 0;
      if (start >= TYPED_BYTES) {
        const message = `The first images come after ${(start / 2 ** 20).toFixed(1)} MB of rows without: \`datasets\` takes the column’s type from the first ${TYPED_BYTES / 2 ** 20} MB`;
        const hint =
          'Put a row with an image first, or save the file as Parquet, if another program is to train on it.';
        const finding = {
          code: 'SC333',
          severity: 'info',
          kind: 'late',
          row: firstWith,
          message,
          hint,
        } as const;
        found.push({ finding, count: 1 });
      }
      return found;
    },
  };
}
