import { MAPPED_ROLES, type ColumnMapping } from '../../protocol';

/** Names that columns of each role have in the wild, the surest first. */
const ALIASES: Readonly<Record<keyof ColumnMapping, readonly string[]>> = {
  id: ['id', 'index', 'doc_id', 'qid', 'question_id', 'sample_id', 'uid'],
  question: ['question', 'problem', 'prompt', 'input', 'query', 'instruction'],
  options: ['options', 'choices'],
  answer: ['answer', 'target', 'ground_truth', 'gt', 'gold', 'label', 'reference', 'gt_answer'],
  response: [
    'prediction', 'response', 'output', 'filtered_resps', 'resps', 'predictions', 'raw', 'model_output',
    'model_response', 'completion', 'generated_text', 'pred',
  ],
  correct: ['hit', 'correct', 'score', 'is_correct', 'correctness', 'acc', 'accuracy', 'verdict'],
  images: ['images', 'image', 'image_path', 'image_paths', 'img'],
  caption: ['caption', 'description'],
  capability: ['capability'],
  category: ['category', 'subject', 'task', 'type', 'source'],
  model: ['model', 'model_name', 'model_id'],
  benchmark: ['benchmark', 'dataset', 'data_source', 'dataset_name'],
}; // prettier-ignore

/** Which columns have which role, by their names; a column has one role. */
export function guessMapping(columns: readonly string[]): ColumnMapping {
  const free = new Map(
    columns.map((name) => [
      name
        .toLowerCase()
        .trim()
        .replace(/[\s-]+/g, '_'),
      name,
    ]),
  );
  const mapping: Partial<Record<keyof ColumnMapping, string>> = {};
  for (const role of MAPPED_ROLES) {
    const alias = ALIASES[role].find((one) => free.has(one));
    if (alias === undefined) continue;
    const column = free.get(alias);
    if (column !== undefined) mapping[role] = column;
    free.delete(alias);
  }
  return mapping;
}

/** What a table cannot be read without; empty: the mapping will do. */
export function missingRoles({ response, answer, correct }: ColumnMapping): readonly string[] {
  return [
    ...(response === undefined ? ['response'] : []),
    ...(answer === undefined && correct === undefined ? ['answer (or correct)'] : []),
  ];
}
