import { stat } from 'node:fs/promises';
import type { DataEngine, DataSource, SourceFacts } from '../../../data';

/** Text that EasyR1's loader reads in one piece, and so finds one type for each column. */
const ONE_PIECE = 10 * 2 ** 20;

/** Columns that EasyR1's own batches have beside those of the rows. */
const RESERVED: ReadonlySet<string> = new Set([
  'attention_mask',
  'ground_truth',
  'input_ids',
  'multi_modal_data',
  'multi_modal_inputs',
  'position_ids',
  'prompts',
  'raw_prompt_ids',
  'responses',
  'uid',
]);

/**
 * Whether EasyR1's loader reads a file as it lies there: JSON lines or Parquet under the usual ending, questions and
 * answers as text, a list of images in every row. CSV has numbers for answers, an empty cell becomes null, and of a
 * long file of JSON lines the loader takes the types of the first piece for those of all: such files are rewritten.
 */
export async function liesAsWanted(data: DataEngine, source: DataSource): Promise<boolean> {
  const { format, path, columns } = source;
  if (format !== 'jsonl' && format !== 'parquet') return false;
  const endings = format === 'jsonl' ? /\.jsonl?$/u : /\.parquet$/u;
  // An `@` is where EasyR1 looks for the split.
  if (!endings.test(path) || path.includes('@')) return false;
  const facts = await data.facts(source);
  const found = new Map(facts.columns.map((column) => [column.name, column]));
  const isText = (name: string | undefined): boolean => {
    const column = name === undefined ? undefined : found.get(name);
    return column?.type === 'VARCHAR' && (column.nulls ?? 0) === 0;
  };
  if (!isText(columns.question) || !isText(columns.answer)) return false;
  if (facts.columns.some(({ name }) => RESERVED.has(name))) return false;
  if (columns.images !== undefined && !(await areImages(data, source, facts))) return false;
  if (columns.images === undefined && found.has('images')) return false;
  return format === 'parquet' || (await hasOneSchema(source, facts));
}

/** A list in each row; of JSON lines the first has one image at least, which says what the list holds. */
async function areImages(data: DataEngine, source: DataSource, facts: SourceFacts): Promise<boolean> {
  const column = facts.columns.find(({ name }) => name === source.columns.images);
  if (column === undefined || (column.nulls ?? 0) > 0) return false;
  if (source.format === 'parquet')
    return /^(?:VARCHAR|BLOB|STRUCT\(.*\bbytes\b.*\))\[\]$/su.test(column.type);
  if (column.type !== 'VARCHAR[]') return false;
  for await (const { images } of data.samples({ source }, { limit: 1 })) return images.length > 0;
  return false;
}

/** Whether all pieces of a file of JSON lines have the same types. */
async function hasOneSchema({ path, columns }: DataSource, facts: SourceFacts): Promise<boolean> {
  if (facts.columns.some(({ type }) => /JSON|UNION|MAP/u.test(type))) return false;
  if ((await stat(path)).size <= ONE_PIECE) return true;
  return facts.columns.every(
    ({ name, type, nulls }) =>
      (nulls ?? 0) === 0 && (type === 'VARCHAR' || type === 'BOOLEAN' || name === columns.images),
  );
}

/** Whether a file names image files, rather than having their bytes or none. */
export async function hasPaths(data: DataEngine, source: DataSource): Promise<boolean> {
  const { images } = source.columns;
  if (images === undefined) return false;
  const { columns } = await data.facts(source);
  return columns.some(({ name, type }) => name === images && type.startsWith('VARCHAR'));
}
