import type { Place, Problem } from '../../protocol';

/** The `--json` form of problems: a versioned object; lines and columns count from 1, as editors show them. */
export function problemsToJson(problems: readonly Problem[]): string {
  return JSON.stringify({ version: 1, problems: problems.map(problemJson) }, null, 2);
}

/** One problem as plain JSON; lines and columns count from 1. */
export const problemJson = ({ code, severity, message, hint, place, related }: Problem) => ({
  code,
  severity,
  message,
  ...(hint === undefined ? {} : { hint }),
  ...placeJson(place),
  ...(related
    ? { related: related.map((other) => ({ message: other.message, ...placeJson(other.place) })) }
    : {}),
});

const placeJson = ({ file, range }: Place) => ({
  file,
  ...(range && {
    line: range.start.line + 1,
    column: range.start.column + 1,
    endLine: range.end.line + 1,
    endColumn: range.end.column + 1,
  }),
});
