import type { DataEngine, DataSource } from '../data';
import type { Dataset } from '../language';

/** The questions that planning asks over and over: for each stage, and for each variant of a file. */
export type Questions = Pick<
  DataEngine,
  'resolve' | 'columns' | 'facts' | 'count' | 'checkExpression' | 'text'
>;

/** Asks the data layer each question once, as long as the answers are kept. Data must not change meanwhile. */
export function remember(data: DataEngine): Questions {
  const resolve = once<[Dataset, DataSource['split']], Awaited<ReturnType<DataEngine['resolve']>>>(
    (dataset, split) => data.resolve(dataset, split),
  );
  return {
    // What a file is does not hang on which dataset names it.
    resolve: async (dataset, split) => {
      const file = dataset[split];
      const { source, problems } = await resolve(
        file === undefined ? dataset : { ...ANYONE, ...filesOf(dataset, split, file) },
        split,
      );
      return source === undefined
        ? { problems }
        : { problems, source: { ...source, dataset: dataset.id, capability: dataset.capability } };
    },
    columns: once((dataset, split) => data.columns(dataset, split)),
    facts: once((source) => data.facts(source), anyonesSource),
    count: once(
      (query) => data.count(query),
      ({ source, ...query }) => [anyonesSource(source), query],
    ),
    text: once((path) => data.text(path)),
    checkExpression: once((kind, text, columns) => data.checkExpression(kind, text, columns)),
  };
}

const ANYONE = { id: '', capability: '' };

const filesOf = (
  { columns, images }: Dataset,
  split: DataSource['split'],
  file: Dataset['train'],
): Pick<Dataset, 'columns' | 'images' | 'train' | 'val' | 'test'> => ({
  columns,
  train: file,
  ...(images === undefined ? {} : { images }),
  [split]: file,
});

const anyonesSource = (source: DataSource): unknown => ({ ...source, ...ANYONE, dataset: '' });

/** `key` says what makes two questions one; without it, all of them. */
function once<Q extends readonly unknown[], A>(
  ask: (...question: Q) => Promise<A>,
  keyOf: (...question: Q) => unknown = (...question) => question,
): (...question: Q) => Promise<A> {
  const answers = new Map<string, Promise<A>>();
  return (...question) => {
    const key = JSON.stringify(keyOf(...question));
    const known = answers.get(key);
    if (known !== undefined) return known;
    const answer = ask(...question);
    answers.set(key, answer);
    return answer;
  };
}
