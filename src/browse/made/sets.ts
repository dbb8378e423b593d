import { dirname, parse, resolve } from 'node:path';

import { readMadeManifest, recipeHash } from '../../make';
import { checkCurriculum, type Curriculum, type Dataset, type DataRef } from '../../language';
import { Refusal, type MadeSet } from '../../protocol';

/**
 * The made datasets of a curriculum, in its order, and how far each is made. Rejects with a `Refusal` for a curriculum
 * that has mistakes, or no such variant.
 */
export async function madeSetsOf(file: string, variant?: string): Promise<readonly MadeSet[]> {
  const { curriculum, problems } = checkCurriculum(file, variant === undefined ? {} : { variant });
  const made = curriculum?.datasets.filter((dataset) => dataset.made !== undefined) ?? [];
  const mistake = problems.find(({ severity }) => severity === 'error');
  // Where a mistake hides the recipes, nobody is told that there are none.
  if (curriculum === undefined || (made.length === 0 && mistake !== undefined)) {
    throw new Refusal(
      `The curriculum has mistakes: ${mistake?.message ?? file}`,
      'Open it and mend what is underlined.',
    );
  }
  return Promise.all(
    made.flatMap((dataset) =>
      dataset.made === undefined ? [] : [setOf(curriculum, dataset, dataset.made.to, file)],
    ),
  );
}

async function setOf(curriculum: Curriculum, dataset: Dataset, dir: string, file: string): Promise<MadeSet> {
  const read = await readMadeManifest(dir);
  return {
    dir,
    dataset: dataset.id,
    file,
    images: imageFoldersOf(curriculum, dataset),
    stale: read.kind === 'made' && read.manifest.recipe !== recipeHash(curriculum, dataset),
    ...(read.kind === 'made' ? { manifest: read.manifest } : {}),
    ...(read.kind === 'damaged' ? { damaged: read.reason } : {}),
  };
}

/** Folders that a dataset's images may lie in, as its recipe and those that it is made from name them. */
function imageFoldersOf(
  curriculum: Curriculum,
  dataset: Dataset,
  above: ReadonlySet<string> = new Set(),
): readonly string[] {
  if (above.has(dataset.id)) return [];
  const { images, made, train } = dataset;
  const own = images === undefined ? [] : [images];
  if (made === undefined) return declarable([...own, ...folderOf(train)]);
  const { source } = made.make;
  const deeper = new Set([...above, dataset.id]);
  switch (source.kind) {
    case 'captions':
      return declarable([
        ...own,
        made.to,
        ...(source.images === undefined ? folderOf(source.file) : [source.images]),
      ]);
    case 'datasets':
      return declarable([
        ...own,
        made.to,
        ...source.ids.flatMap((id) => {
          const other = curriculum.datasets.find((one) => one.id === id);
          return other === undefined ? [] : imageFoldersOf(curriculum, other, deeper);
        }),
      ]);
    case 'own':
      return declarable([...own, made.to, ...folderOf(source.train)]);
    case 'failures':
      return declarable([...own, made.to, ...(source.of.startsWith('/') ? [source.of] : [])]);
  }
}

const folderOf = (ref: DataRef): readonly string[] => (ref.kind === 'file' ? [dirname(ref.path)] : []);

/** A curriculum may be anybody's: a whole disk is no folder of images. */
const declarable = (folders: readonly string[]): readonly string[] => [
  ...new Set(folders.map((folder) => resolve(folder)).filter((folder) => folder !== parse(folder).root)),
];
