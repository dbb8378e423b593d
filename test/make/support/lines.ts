import { readFileSync } from 'node:fs';
import type { QuestionFile, SourceLine } from '../../../src/make';

/** All lines of a question file, in the order of the source. A line that is no JSON fails the test. */
export const linesOf = ({ path }: QuestionFile): readonly SourceLine[] =>
  readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as SourceLine)
    .sort((a, b) => a.place - b.place);

/** Reasons of all that fell, sorted, with how often each occurs. */
export function reasonsOf(lines: readonly SourceLine[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  const reasons = lines.flatMap(({ fallen }) => fallen.map(({ reason }) => reason)).sort();
  for (const reason of reasons) counts[reason] = (counts[reason] ?? 0) + 1;
  return counts;
}
