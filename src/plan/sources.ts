import { DataError, type DataSource, type SourceFacts } from '../data';
import type { CheckedCurriculum, Dataset } from '../language';
import type { Problem } from '../protocol';
import { downloadHint } from './download';
import { isMade, isMadeFile, notMade } from './made';
import type { Questions } from './remember';

/** What one file of a dataset turned out to be. */
export interface Resolved {
  readonly source?: DataSource;
  readonly problems: readonly Problem[];
}

/** An answer of the data layer, or the problem that kept it from answering. */
export type Answer<T> =
  { readonly kind: 'known'; readonly value: T } | { readonly kind: 'failed'; readonly problem: Problem };

/** The data of one curriculum: problems stand at the lines that cause them, and every file found is noted. */
export interface SourceBook {
  resolve(dataset: Dataset, split: DataSource['split']): Promise<Resolved>;
  facts(source: DataSource): Promise<Answer<SourceFacts>>;
  /** Rows of the source for which `where` holds. */
  count(source: DataSource, where: string): Promise<Answer<number>>;
  /** All sources found so far, each once. */
  found(): readonly DataSource[];
}

export function openSourceBook(ask: Questions, checked: CheckedCurriculum, signal?: AbortSignal): SourceBook {
  const found = new Map<string, DataSource>();
  const atKey = (dataset: string, split: DataSource['split'], problem: Problem): Problem =>
    // A file that is missing or unreadable is a mistake of the line that names it.
    problem.place.range === undefined
      ? {
          ...problem,
          ...downloadHint(checked, dataset, problem),
          place: checked.locate(['datasets', dataset, split]),
        }
      : problem;
  const answer = async <T>(
    { dataset, split }: DataSource,
    question: () => Promise<T>,
  ): Promise<Answer<T>> => {
    signal?.throwIfAborted();
    try {
      return { kind: 'known', value: await question() };
    } catch (error) {
      if (!(error instanceof DataError)) throw error;
      return { kind: 'failed', problem: atKey(dataset, split, error.problem) };
    }
  };
  return {
    resolve: async (dataset, split) => {
      signal?.throwIfAborted();
      const { source, problems } = await ask.resolve(dataset, split);
      if (source === undefined && dataset.made !== undefined && isMadeFile(dataset, split)) {
        // Before it is made, that is all there is to say.
        if (!(await isMade(ask, dataset.made.to))) return { problems: [notMade(checked, dataset.id)] };
      }
      if (source !== undefined) found.set(JSON.stringify(source), source);
      return {
        ...(source === undefined ? {} : { source }),
        problems: problems.map((problem) => atKey(dataset.id, split, problem)),
      };
    },
    facts: (source) => answer(source, () => ask.facts(source)),
    count: (source, where) => answer(source, () => ask.count({ source, where })),
    found: () => [...found.values()],
  };
}
