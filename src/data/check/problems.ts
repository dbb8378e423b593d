import type { Place, Problem } from '../../protocol';
import type { OpenSource } from '../context';
import { indexLines } from '../store/lines';
import type { Finding, FindingGroup } from './finding';
import { recordLines } from './records';

/** Where rows stand in the text of their file. */
export type RowLines = (row: number) => number | undefined;

/** Finds the lines of rows; Parquet has none. Reads the file once, and only when there is something to place. */
export async function findLines(opened: OpenSource, rows: readonly number[]): Promise<RowLines> {
  if (rows.length === 0 || opened.format === 'parquet') return () => undefined;
  if (opened.format === 'jsonl') {
    const index = await indexLines(opened.real);
    return (row) => (row <= index.rows ? index.line(row) : undefined);
  }
  const lines = await recordLines(
    opened.real,
    opened.format,
    [...rows].sort((a, b) => a - b),
  );
  return (row) => lines.get(row);
}

/** A place at a line (from 1). `offset` is unknown without reading the file as text and is given as 0. */
export function linePlace(file: string, line: number | undefined): Place {
  if (line === undefined) return { file };
  const position = { offset: 0, line: line - 1, column: 0 };
  return { file, range: { start: position, end: position } };
}

/** Tells the findings of a file as problems: one for each kind, at the first row, with how many more there are. */
export async function toProblems(
  opened: OpenSource,
  groups: readonly FindingGroup[],
): Promise<readonly Problem[]> {
  const rows = groups.flatMap((group) => group.first.flatMap((finding) => finding.row ?? []));
  const lines = await findLines(opened, rows);
  return groups.flatMap((group) => {
    const [first, ...others] = group.first;
    return first === undefined ? [] : [toProblem(opened, lines, first, others, group.count)];
  });
}

function toProblem(
  opened: OpenSource,
  lines: RowLines,
  first: Finding,
  others: readonly Finding[],
  count: number,
): Problem {
  const file = opened.source.path;
  const lineOf = (finding: Finding): number | undefined =>
    finding.line ?? (finding.row === undefined ? undefined : lines(finding.row));
  const where = (finding: Finding): string => {
    const line = lineOf(finding);
    if (finding.row === undefined) return line === undefined ? '' : `line ${line}`;
    return line === undefined || line === finding.row
      ? `row ${finding.row}`
      : `row ${finding.row}, line ${line}`;
  };
  const place = where(first);
  const more = count > 1 ? ` (and ${count - 1} more like it)` : '';
  return {
    code: first.code,
    severity: first.severity,
    message: `${first.message}${place === '' ? '' : `, ${place}`}${more}`,
    place: linePlace(file, lineOf(first)),
    ...(first.hint === undefined ? {} : { hint: first.hint }),
    ...(others.length === 0
      ? {}
      : {
          related: others.map((other) => ({
            place: linePlace(file, lineOf(other)),
            message: `${other.message}, ${where(other)}`,
          })),
        }),
  };
}
