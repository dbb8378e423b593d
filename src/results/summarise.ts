import type { FoundResults, Problem, ReportedFigure } from '../protocol';
import { errorText } from '../protocol';
import { resultProblem } from './codes';
import { accuracyOf, differenceProblem, differenceWords } from './compare';
import { ResultsError } from './error';
import { readResults, type ReadResultsOptions } from './read';

/** One model on one benchmark, read whole: an entry of `stagecraft results --json`. */
export interface ResultSummary {
  readonly kind: FoundResults['kind'];
  readonly source: string;
  readonly model: string;
  readonly benchmark: string;
  readonly rows: number;
  readonly wrong: number;
  readonly unjudged: number;
  /** Right of judged rows, by our grading; null when none was judged. */
  readonly accuracy: number | null;
  readonly reported: readonly ReportedFigure[];
  /** Id and verdict in the file's order. */
  readonly items: readonly (readonly [id: string, correct: boolean | null])[];
  readonly problems: readonly Problem[];
}

interface Entry {
  readonly model: string;
  readonly benchmark: string;
  rows: number;
  wrong: number;
  unjudged: number;
  readonly items: [string, boolean | null][];
}

/** Reads what was found, whole; a table whose rows name their model or benchmark gives an entry for each. */
export async function summariseResults(
  found: FoundResults,
  options: ReadResultsOptions = {},
): Promise<readonly ResultSummary[]> {
  const entries = new Map<string, Entry>();
  const stream = readResults(found, options);
  const failures: Problem[] = [];
  try {
    for await (const batch of stream.batches()) {
      for (const { model, dataset, row, correct } of batch) {
        const key = `${model}\0${dataset}`;
        const entry = entries.get(key) ?? {
          model,
          benchmark: dataset,
          rows: 0,
          wrong: 0,
          unjudged: 0,
          items: [],
        };
        entries.set(key, entry);
        entry.rows += 1;
        if (correct === false) entry.wrong += 1;
        if (correct === null) entry.unjudged += 1;
        entry.items.push([row, correct]);
      }
    }
  } catch (error) {
    options.signal?.throwIfAborted();
    failures.push(unreadable(found, error));
  }
  if (entries.size === 0) {
    const { model, benchmark } = found;
    entries.set('', { model, benchmark, rows: 0, wrong: 0, unjudged: 0, items: [] });
  }
  const { kind, source } = found;
  const told = withoutRepeats([...found.problems, ...failures, ...stream.problems]);
  return [...entries.values()].map((entry): ResultSummary => {
    const differs = differenceWords(entry, stream.reported);
    return {
      kind,
      source,
      ...entry,
      accuracy: accuracyOf(entry),
      reported: stream.reported,
      problems: [...told, ...differenceProblem(source, differs)],
    };
  });
}

function unreadable(found: FoundResults, error: unknown): Problem {
  if (error instanceof ResultsError)
    return resultProblem('SC360', 'error', found.source, error.message, error.hint);
  return resultProblem('SC360', 'error', found.source, `${found.source} cannot be read: ${errorText(error)}`);
}

/** What looking has told is not told again by reading. */
function withoutRepeats(problems: readonly Problem[]): readonly Problem[] {
  const seen = new Set<string>();
  return problems.filter(({ code, severity }) => {
    const key = code === 'SC360' && severity === 'error' ? code : undefined;
    if (key === undefined) return true;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}
