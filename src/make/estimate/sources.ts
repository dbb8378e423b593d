import { dirname, extname } from 'node:path';

import type { DataEngine, DataSource } from '../../data';
import type { Curriculum, DataRef, MakeSource } from '../../language';
import { readMadeManifest } from '../read/manifest';
import { isRecipe, type Recipe } from '../order';

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
}

/** What a recipe begins with; nothing where that cannot be counted yet. */
export async function countSources(
  curriculum: Curriculum,
  recipe: Recipe,
  data: DataEngine,
): Promise<SourceCount | undefined> {
  const { source, questions } = recipe.made.make;
  const sources = await countRowsOf(curriculum, recipe, data);
  if (sources === undefined) return undefined;
  if (source.kind !== 'captions')
    return { sources, questions: sources, ...(await givenOf(curriculum, source, data)) };
  const both = { images: true, captions: true };
  const file = questions?.file;
  if (file === undefined) return { sources, questions: sources * (questions?.per_image ?? 1), ...both };
  const ref: DataRef = { kind: 'file', text: file, path: file };
  const written = await countRows(ref, recipe.id, recipe.capability, data);
  return written === undefined ? undefined : { sources, questions: written, ...both };
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
): Promise<number | undefined> {
  const { source, limit = Infinity } = made.make;
  const rowsOf = (ref: DataRef): Promise<number | undefined> => countRows(ref, id, capability, data);
  switch (source.kind) {
    case 'captions':
      return capped(await rowsOf(source.file), limit);
    case 'own':
      return capped(await rowsOf(source.train), limit);
    case 'failures':
      return undefined;
    case 'datasets': {
      let sum = 0;
      for (const other of source.ids) {
        const dataset = curriculum.datasets.find((one) => one.id === other);
        if (dataset === undefined) return undefined;
        const rows = isRecipe(dataset)
          ? ((await madeRows(dataset)) ?? (await countRowsOf(curriculum, dataset, data)))
          : await rowsOf(dataset.train);
        if (rows === undefined) return undefined;
        sum += rows;
      }
      return Math.min(sum, limit);
    }
  }
}

const capped = (rows: number | undefined, limit: number): number | undefined =>
  rows === undefined ? undefined : Math.min(rows, limit);

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
