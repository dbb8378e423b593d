import { isRowFault, type DataSource } from '../data';
import type { Problem, ProblemCode } from '../protocol';

/** What the check of a file says of rows that nothing can read. */
const BROKEN_ROWS: ReadonlySet<ProblemCode> = new Set(['SC310', 'SC311']);

/** Whether a problem says of one of these files only that some of its rows cannot be read. */
export const saysRowsAreBroken = (problem: Problem, sources: readonly DataSource[]): boolean =>
  sources.some(({ path }) => isRowFault(problem, path));

/** `problems` without those that say only that rows of a file cannot be read, where `rows` tells which. */
export function withoutRowFaults(problems: readonly Problem[], rows: readonly Problem[]): readonly Problem[] {
  const broken = new Set(
    rows
      .filter(({ code, severity }) => severity === 'error' && BROKEN_ROWS.has(code))
      .map(({ place }) => place.file),
  );
  if (broken.size === 0) return problems;
  return problems.filter((problem) => ![...broken].some((path) => isRowFault(problem, path)));
}
