/** The roles that a dataset's columns play; `columns:` maps a role to the file's own column name. */
export const COLUMNS = {
  id: { doc: 'Column with a name for the row that stays the same when rows are added.' },
  question: { doc: 'Column with the question; `<image>` marks where each image stands.' },
  answer: { doc: 'Column with the gold answer that the reward compares with.' },
  images: { doc: 'Column with the images: a path, a list of paths, or embedded bytes.' },
  caption: { doc: 'Column with a description of the image, for the audit’s counterfactual arms.' },
  difficulty: { doc: 'Column with the pass rate, from 0 (never solved) to 1 (always solved).' },
  options: { doc: 'Column with the options of a multiple-choice question, in letter order.' },
  response: { doc: 'Column with the text that supervised fine-tuning teaches.' },
  scene: { doc: 'Column with the truth of a synthetic scene, which the audit’s oracle reads.' },
} as const;

export type ColumnRole = keyof typeof COLUMNS;
export const COLUMN_ROLES = Object.keys(COLUMNS) as readonly ColumnRole[];
