import { AUDIT_METHOD_NAMES, type AuditMethod, type ItemChange } from '../../protocol';
import type { ItemColumns } from '../store/columns';
import type { LabelColumns } from '../verdicts/codes';

export const CHANGE_NAMES = [
  'fixed',
  'broken',
  'still wrong',
  'still right',
] as const satisfies readonly ItemChange[];

/** What became of each item against another set. */
export interface ChangeColumn {
  /** Index of the same item in the other set, or -1. */
  readonly other: Int32Array;
  /** 1 + place in `CHANGE_NAMES`; 0: not in both, or not judged in both. */
  readonly codes: Uint8Array;
}

/** All that a query looks at, by item. */
export interface QueryData {
  readonly columns: ItemColumns;
  readonly labels: LabelColumns;
  /** Of the arms' verdicts; see `exclusionCode`. */
  readonly excluded: Uint8Array;
  readonly changes?: ChangeColumn;
  /** 1 where the text was found; absent: no text is asked for. */
  readonly hits?: Uint8Array;
}

export const methodAt = (method: AuditMethod): number => AUDIT_METHOD_NAMES.indexOf(method);
