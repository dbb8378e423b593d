import { dirname, extname } from 'node:path';

import type { DataEngine, DataSource } from '../../data';
import type { Curriculum, DataRef, MakeSource } from '../../language';
import { readMadeManifest } from '../read/manifest';
import { isRecipe, type Recipe } from '../order';
import { KEPT_GUESS } from './work';

const FORMATS: Readonly<Record<string, DataSource['format']>> = {
  '.json': 'json',
  '.csv': 'csv',
  '.tsv': 'csv',
  '.parquet': 'parquet',
};

/** What a recipe begins with. */
export interface SourceCount {
  /** Captions or rows, with the recipe's limit. */
  readonly sources: number;
  /** Questions that come of them, when none falls. */
  readonly questions: number;
  /** Whether rows may have an image to answer from, and a caption in its place; where that is not known yet, they may. */
  readonly images: boolean;
  readonly captions: boolean;
  /** Datasets that rows are taken from and that are not made yet: how many those are is a guess. */
  readonly unmade: readonly string[];
}

interface Rows {
  readonly count: number;
  readonly unmade: readonly string[];
}

/** What a recipe begins with; nothing where that cannot be counted yet. */
export async function countSources(
  curriculum: Curriculum,
  recipe: Recipe,
  data: DataEngine,
): Promise<SourceCount | undefined> {
  const { source, questions } = recipe.made.make;
  const found = await countRowsOf(curriculum, recipe, data);
  if (found === undefined) return undefined;
  const { count: sources, unmade } = found;
  if (source.kind !== 'captions')
    return { sources, unmade, questions: sources, ...(await givenOf(curriculum, source, data)) };
  const both = { images: true, captions: true, unmade };
  const file = questions?.file;
  if (file === undefined) return { sources, questions: sources * (questions?.per_image ?? 1), ...both };
  const rowsOf = (ref: DataRef): Promise<number | undefined> =>
    countRows(ref, recipe.id, recipe.capability, data);
  const written = await rowsOf({ kind: 'file', text: file, path: file });
  if (written === undefined) return undefined;
  // Of captions that `limit` leaves out nothing is asked; which have how many is not known before they are read.
  const all = (await rowsOf(source.file)) ?? sources;
  return { sources, questions: all === 0 ? 0 : Math.ceil((written * sources) / all), ...both };
}

/** What the rows of other datasets have, by the columns of their files. */
async function givenOf(
  { datasets }: Curriculum,
  source: Exclude<MakeSource, { kind: 'captions' }>,
  data: DataEngine,
): Promise<Pick<SourceCount, 'images' | 'captions'>> {
  if (source.kind !== 'datasets') return { images: true, captions: true };
  const from = datasets.filter(({ id }) => source.ids.includes(id));
  const found = await Promise.all(from.map((one) => data.resolve(one, 'train')));
  const has = (role: 'images' | 'caption'): boolean =>
    found.some((one) => one.source === undefined || one.source.columns[role] !== undefined);
  return { images: has('images'), captions: has('caption') };
}

async function countRowsOf(
  curriculum: Curriculum,
  { id, capability, made }: Recipe,
  data: DataEngine,
): Promise<Rows | undefined> {
  const { source, limit = Infinity } = made.make;
  const rowsOf = async (ref: DataRef): Promise<Rows | undefined> => {
    const count = await countRows(ref, id, capability, data);
    return count === undefined ? undefined : { count: Math.min(count, limit), unmade: [] };
  };
  switch (source.kind) {
    case 'captions':
      return rowsOf(source.file);
    case 'own':
      return rowsOf(source.train);
    case 'failures':
      return undefined;
    case 'datasets': {
      const unmade: string[] = [];
      let sum = 0;
      for (const other of source.ids) {
        const dataset = curriculum.datasets.find((one) => one.id === other);
        if (dataset === undefined) return undefined;
        const made = isRecipe(dataset) ? await madeRows(dataset) : undefined;
        const rows = isRecipe(dataset)
          ? (made ?? (await guessedRows(curriculum, dataset, data)))
          : await countRows(dataset.train, id, capability, data);
        if (rows === undefined) return undefined;
        if (isRecipe(dataset) && made === undefined) unmade.push(other);
        sum += rows;
      }
      return { count: Math.min(sum, limit), unmade };
    }
  }
}

/** Train rows that will come of a recipe, by how many questions it begins with. */
async function guessedRows(
  curriculum: Curriculum,
  recipe: Recipe,
  data: DataEngine,
): Promise<number | undefined> {
  const { keep, split } = recipe.made.make;
  const counted = await countSources(curriculum, recipe, data);
  if (counted === undefined) return undefined;
  const kept = counted.questions * (keep === undefined ? 1 : KEPT_GUESS);
  return Math.ceil(kept * (1 - split.val - split.test));
}

async function madeRows({ made }: Recipe): Promise<number | undefined> {
  const read = await readMadeManifest(made.to);
  return read.kind === 'made' ? (read.manifest.rows.train ?? 0) : undefined;
}

/** A file that is missing or refused is told by the checks, not by its estimate. */
async function countRows(
  ref: DataRef,
  dataset: string,
  capability: string,
  data: DataEngine,
): Promise<number | undefined> {
  if (ref.kind !== 'file') return undefined;
  const { path } = ref;
  const format = FORMATS[extname(path).toLowerCase()] ?? 'jsonl';
  const source: DataSource = {
    dataset,
    capability,
    split: 'train',
    path,
    format,
    images: dirname(path),
    columns: {},
  };
  return data.facts(source).then(
    ({ rows }) => rows,
    () => undefined,
  );
}
