import type { ColumnRole } from '../language';
import { COLUMN_ROLES } from '../language';

/** Column names that the field uses for each role, the most telling first. */
export const ROLE_NAMES: Readonly<Record<ColumnRole, readonly string[]>> = {
  id: ['id', 'uid', 'uuid', 'index', 'idx', 'question_id', 'sample_id'],
  question: ['problem', 'question', 'prompt', 'query', 'instruction'],
  answer: ['answer', 'ground_truth', 'gt', 'gold', 'solution', 'label', 'target', 'final_answer'],
  images: ['images', 'image', 'image_path', 'image_paths', 'img', 'image_file'],
  caption: ['caption', 'captions', 'description'],
  difficulty: ['pass_rate', 'difficulty', 'accuracy', 'solve_rate'],
  options: ['options', 'choices'],
  response: ['response', 'completion', 'output', 'reasoning'],
  scene: ['scene'],
};

/**
 * The file's own column for each role: what the user wrote, else the first of the field's names that the file has
 * (letter case does not matter). A column plays one role only.
 */
export function detectRoles(
  columns: readonly string[],
  written: Readonly<Partial<Record<ColumnRole, string>>>,
): Partial<Record<ColumnRole, string>> {
  const roles: Partial<Record<ColumnRole, string>> = {};
  const taken = new Set<string>();
  for (const role of COLUMN_ROLES) {
    const name = written[role];
    if (name === undefined) continue;
    roles[role] = name;
    taken.add(name);
  }
  for (const role of COLUMN_ROLES) {
    if (roles[role] !== undefined) continue;
    const found = ROLE_NAMES[role]
      .map((name) => columns.find((column) => column.toLowerCase() === name && !taken.has(column)))
      .find((column) => column !== undefined);
    if (found === undefined) continue;
    roles[role] = found;
    taken.add(found);
  }
  return roles;
}
