import type { Problem, Severity } from '../protocol';

const RANK: Readonly<Record<Severity, number>> = { error: 0, warning: 1, info: 2 };

/** Problems that say the same of the same place, once; what the first is related to stays. */
export function withoutRepeats(problems: readonly Problem[]): readonly Problem[] {
  const seen = new Map<string, Problem>();
  for (const problem of problems) {
    const { file, range } = problem.place;
    const key = JSON.stringify([problem.code, problem.message, file, range?.start.offset, range?.end.offset]);
    if (!seen.has(key)) seen.set(key, problem);
  }
  return [...seen.values()];
}

/** In the order of the files given, then by place, then the worst first. */
export function byPlace(
  problems: readonly Problem[],
  files: readonly { readonly path: string }[],
): readonly Problem[] {
  const rank = new Map(files.map(({ path }, index) => [path, index]));
  const fileRank = (problem: Problem): number => rank.get(problem.place.file) ?? files.length;
  const offset = (problem: Problem): number => problem.place.range?.start.offset ?? -1;
  return [...problems].sort(
    (a, b) => fileRank(a) - fileRank(b) || offset(a) - offset(b) || RANK[a.severity] - RANK[b.severity],
  );
}
