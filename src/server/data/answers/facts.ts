import { DataError, type ColumnFact, type DataEngine, type DataSource, type Sample } from '../../../data';
import type { Dataset } from '../../../language';
import type { FileFacts, Split } from '../../../service';

/** Columns of a file of a dataset. */
export const answerColumns = (
  data: DataEngine,
  dataset: Dataset,
  split: Split,
): Promise<readonly ColumnFact[] | undefined> => data.columns(dataset, split);

/** Rows, columns, pass rates and the first row of a file of a dataset. */
export const answerFacts = (
  data: DataEngine,
  dataset: Dataset,
  split: Split,
): Promise<FileFacts | undefined> =>
  withSource(data, dataset, split, async (source) => {
    const facts = await data.facts(source);
    const sample = await firstRow(data, source);
    return {
      ...facts,
      file: source.path,
      roles: source.columns,
      ...(sample === undefined ? {} : { sample }),
    };
  });

/** Rows of a dataset's train file for which a condition holds. */
export const answerCount = (data: DataEngine, dataset: Dataset, where: string): Promise<number | undefined> =>
  withSource(data, dataset, 'train', (source) => data.count({ source, where }));

/** What is wrong with a file is a diagnostic's to say; here it has no answer. */
async function withSource<T>(
  data: DataEngine,
  dataset: Dataset,
  split: Split,
  ask: (source: DataSource) => Promise<T>,
): Promise<T | undefined> {
  try {
    const { source } = await data.resolve(dataset, split);
    return source && (await ask(source));
  } catch (error) {
    if (error instanceof DataError) return undefined;
    throw error;
  }
}

async function firstRow(data: DataEngine, source: DataSource): Promise<string | undefined> {
  try {
    for await (const sample of data.samples({ source }, { limit: 1 })) return sampleText(sample);
  } catch (error) {
    if (!(error instanceof DataError)) throw error;
  }
  return undefined;
}

const LONGEST_TEXT = 200;
const MOST_ITEMS = 4;

/** A row in the words of the roles, short enough for a hover. */
function sampleText({ scene: _, images, ...sample }: Sample): string {
  const names = images.map((image) => (image.kind === 'file' ? image.path : (image.name ?? 'in the row')));
  return JSON.stringify(names.length === 0 ? sample : { ...sample, images: names }, shorten, 2);
}

function shorten(key: string, value: unknown): unknown {
  if (key === 'dataset' || key === 'capability') return undefined;
  if (typeof value === 'string' && value.length > LONGEST_TEXT) return `${value.slice(0, LONGEST_TEXT)}…`;
  if (Array.isArray(value) && value.length === 0) return undefined;
  return Array.isArray(value) && value.length > MOST_ITEMS
    ? [...(value as unknown[]).slice(0, MOST_ITEMS), '…']
    : value;
}
