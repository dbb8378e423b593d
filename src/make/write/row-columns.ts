/**
 * Columns of `rows.parquet`, as DuckDB's types: one row for every question and for all that fell before it became one,
 * in the order of the source; `i` counts from 0.
 */
export const ROW_COLUMNS = {
  i: 'INTEGER',
  /** `Question.id`; of what fell without a question `<source>#<n>`. */
  id: 'VARCHAR',
  source: 'VARCHAR',
  place: 'INTEGER',
  question: 'VARCHAR',
  options: 'VARCHAR[]',
  answer: 'VARCHAR',
  /** Absolute paths. */
  images: 'VARCHAR[]',
  caption: 'VARCHAR',
  kind: 'VARCHAR',
  capability: 'VARCHAR',
  kept: 'BOOLEAN',
  step: 'VARCHAR',
  reason: 'VARCHAR',
  detail: 'VARCHAR',
  /** `id` of the question that it equals, and for which it fell. */
  same: 'VARCHAR',
  split: 'VARCHAR',
  /**
   * A letter for each model (in the manifest's order) and arm (in the order of `MAKE_ARMS`): `r`ight, `w`rong,
   * `u`nparsable, `m`issing, or `-` where it was not asked. Few texts, so that a filter over a million rows is a look-up.
   */
  outcomes: 'VARCHAR',
  answers:
    'STRUCT(model VARCHAR, arm VARCHAR, outcome VARCHAR, "text" VARCHAR, extracted VARCHAR, truncated BOOLEAN, reason VARCHAR)[]',
  rate: 'DOUBLE',
  rate_low: 'DOUBLE',
  rate_high: 'DOUBLE',
  predictions: 'VARCHAR[]',
  correctness: 'BOOLEAN[]',
  writer: 'VARCHAR',
  prompt: 'VARCHAR',
  reply: 'VARCHAR',
} as const;
export type RowColumn = keyof typeof ROW_COLUMNS;
