/**
 * Files of an audit set: `.stagecraft/audits/<id>/` of an import, `<run>/audit/` of a run. One writer each.
 * `items` is written once, by the import; the verdicts of each method are append only and the last line of a row
 * counts; everything else derives from them and may be deleted.
 */
export const SET_FILES = {
  /** `AuditSet` without what is counted from the other files. */
  manifest: 'audit.json',
  /** The items in their order: `ITEM_COLUMNS`. */
  items: 'items.parquet',
  /** Answers of every arm of our own predictions: `i, arm, greedy, description, text, tokens, truncated, extracted, correct`. */
  answers: 'answers.parquet',
  /** Answers that the counterfactual method got from an endpoint: lines as in `predictions.jsonl`. */
  asked: 'answers.jsonl',
  counterfactual: 'counterfactual.jsonl',
  judge: 'judge.jsonl',
  /** The judge's verdicts on seeded controls. */
  controls: 'controls.jsonl',
  labels: 'labels.jsonl',
  /** Images taken from a benchmark's TSV, by the hash of their content. */
  images: 'images',
} as const;

/** Columns of `items.parquet`, as DuckDB's types; `images` is JSON of `ImageLocation[]`. `i` counts from 0 in order. */
export const ITEM_COLUMNS = {
  i: 'INTEGER',
  row: 'VARCHAR',
  dataset: 'VARCHAR',
  capability: 'VARCHAR',
  category: 'VARCHAR',
  question: 'VARCHAR',
  options: 'VARCHAR[]',
  gold: 'VARCHAR',
  gold_text: 'VARCHAR',
  response: 'VARCHAR',
  thinking: 'VARCHAR',
  extracted: 'VARCHAR',
  correct: 'BOOLEAN',
  tool_correct: 'BOOLEAN',
  tool_by: 'VARCHAR',
  length: 'INTEGER',
  counted: 'BOOLEAN',
  truncated: 'BOOLEAN',
  k: 'INTEGER',
  right_answers: 'INTEGER',
  images: 'VARCHAR',
  caption: 'VARCHAR',
  model: 'VARCHAR',
  kind: 'VARCHAR',
  source: 'VARCHAR',
  line: 'BIGINT',
} as const;
