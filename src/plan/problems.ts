import type { Place, Problem, Severity } from '../protocol';
import { PLAN_CODES, type PlanCode } from './codes';

interface Extra {
  readonly severity?: Severity;
  readonly hint?: string | undefined;
  readonly related?: Problem['related'];
  readonly suggestion?: Problem['suggestion'];
}

/** A problem that the plan found; its severity is the code's own unless given, and an unset hint leaves no key. */
export const planProblem = (code: PlanCode, message: string, place: Place, extra: Extra = {}): Problem => ({
  code,
  severity: extra.severity ?? PLAN_CODES[code].severity,
  message,
  place,
  ...(extra.hint === undefined ? {} : { hint: extra.hint }),
  ...(extra.suggestion === undefined ? {} : { suggestion: extra.suggestion }),
  ...(extra.related === undefined || extra.related.length === 0 ? {} : { related: extra.related }),
});

const SEVERITY_RANK: Readonly<Record<Severity, number>> = { error: 0, warning: 1, info: 2 };

const offset = (problem: Problem): number => problem.place.range?.start.offset ?? -1;

/** Identity of a problem for a reader: the same code and words at the same place are one problem. */
const identity = (problem: Problem): string =>
  JSON.stringify([
    problem.code,
    problem.severity,
    problem.message,
    problem.place.file,
    offset(problem),
    problem.place.range?.end.offset ?? -1,
  ]);

/** Each problem once, the first occurrence kept, in the given order. */
export function withoutRepeats(problems: readonly Problem[]): readonly Problem[] {
  const seen = new Map<string, Problem>();
  for (const problem of problems) {
    const key = identity(problem);
    if (!seen.has(key)) seen.set(key, problem);
  }
  return [...seen.values()];
}

/** Errors before warnings before infos; inside a severity the order of finding stays. */
export const worstFirst = (problems: readonly Problem[]): readonly Problem[] =>
  [...problems].sort((a, b) => SEVERITY_RANK[a.severity] - SEVERITY_RANK[b.severity]);

/** As a compiler prints them: file by file (in the order given, others after by name), then by place in the file. */
export function byPlace(problems: readonly Problem[], files: readonly string[]): readonly Problem[] {
  const rank = (file: string): number => {
    const index = files.indexOf(file);
    return index < 0 ? files.length : index;
  };
  return [...problems].sort((a, b) => {
    const [fileA, fileB] = [a.place.file, b.place.file];
    if (fileA !== fileB) return rank(fileA) - rank(fileB) || (fileA < fileB ? -1 : 1);
    return (
      (a.place.range?.start.line ?? -1) - (b.place.range?.start.line ?? -1) ||
      offset(a) - offset(b) ||
      SEVERITY_RANK[a.severity] - SEVERITY_RANK[b.severity] ||
      (a.code < b.code ? -1 : a.code > b.code ? 1 : 0)
    );
  });
}
