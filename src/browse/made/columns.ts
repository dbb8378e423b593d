/** Texts that repeat, as codes. */
export interface Dictionary {
  readonly names: readonly string[];
  readonly codes: Int32Array;
}

/**
 * A made set's questions in columns, by index: what filters and counts look at. 35 bytes a question, so that a million
 * are filtered without a look at the disk.
 */
export interface MadeColumns {
  readonly rows: number;
  readonly kept: Uint8Array;
  /** 1 + place in `STEP_NAMES`; 0: it was kept. */
  readonly step: Uint8Array;
  /** 1 + place in `MADE_SPLITS`; 0: in none. */
  readonly split: Uint8Array;
  /** The empty name: no reason, as it was kept. */
  readonly reason: Dictionary;
  readonly kind: Dictionary;
  /** Letters as `ROW_COLUMNS.outcomes` says; the empty name: nobody was asked. */
  readonly outcomes: Dictionary;
  /** Pass rate; NaN: not measured. */
  readonly rate: Float32Array;
}

export function newColumns(
  rows: number,
  names: Readonly<Record<'reason' | 'kind' | 'outcomes', readonly string[]>>,
): MadeColumns {
  const dictionary = (known: readonly string[]): Dictionary => ({
    names: known,
    codes: new Int32Array(rows),
  });
  return {
    rows,
    kept: new Uint8Array(rows),
    step: new Uint8Array(rows),
    split: new Uint8Array(rows),
    reason: dictionary(names.reason),
    kind: dictionary(names.kind),
    outcomes: dictionary(names.outcomes),
    rate: new Float32Array(rows).fill(Number.NaN),
  };
}
