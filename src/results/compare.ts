import type { Problem, ReportedFigure } from '../protocol';
import { resultProblem } from './codes';
import { rateWords } from './rates';
import { counted } from './text/words';

export interface Counts {
  readonly rows: number;
  readonly wrong: number;
  readonly unjudged: number;
}

/** The recomputed accuracy: right of judged; null when nothing was judged. */
export const accuracyOf = ({ rows, wrong, unjudged }: Counts): number | null =>
  rows === unjudged ? null : (rows - unjudged - wrong) / (rows - unjudged);

const percent = (share: number): string => `${(100 * share).toFixed(2)} %`;

/** How ours differs from the program's figures that mean the same, in words; nothing when none does by half a row. */
export function differenceWords(counts: Counts, reported: readonly ReportedFigure[]): string | undefined {
  const ours = accuracyOf(counts);
  if (ours === null) return undefined;
  const { rows, wrong, unjudged } = counts;
  const differing = reported.filter(
    ({ accuracy }) => accuracy !== undefined && Math.abs(accuracy - ours) > Math.max(0.5 / rows, 0.00006),
  );
  const [first] = differing;
  if (first?.accuracy === undefined) return undefined;
  const asWrong = (rows - wrong - unjudged) / rows;
  const explained = unjudged > 0 && Math.abs(first.accuracy - asWrong) <= Math.max(0.5 / rows, 0.00006);
  const gap = Math.round((first.accuracy - ours) * rows);
  const right = rows - wrong - unjudged;
  const says = explained ? rateWords(right, rows) : `${percent(first.accuracy)}, without its counts`;
  const reason = explained
    ? `it counts the ${counted(unjudged, 'row that is', 'rows that are')} not judged here as wrong`
    : `about ${counted(Math.abs(gap), 'row more is', 'rows more are')} ${gap > 0 ? 'right' : 'wrong'} by its own count`;
  return `recomputed ${rateWords(right, rows - unjudged, 'judged rows')}, \`${first.name}\` says ${says}: ${reason}`;
}

export function differenceProblem(file: string, words: string | undefined): readonly Problem[] {
  return words === undefined
    ? []
    : [
        resultProblem(
          'SC364',
          'warning',
          file,
          `The accuracy differs from the program’s own: ${words}`,
          'Look at the rows that our grading and the program’s judge differently.',
        ),
      ];
}
