import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';

import { nearest, type Curriculum, type Dataset, type MadeDataset } from '../language';
import { MakeError } from './error';
import { MADE_FILES } from './layout';

/** A dataset with a recipe. */
export type Recipe = Dataset & { readonly made: MadeDataset };

export const isRecipe = (dataset: Dataset): dataset is Recipe => dataset.made !== undefined;

/**
 * The datasets to make, each after those it is made from. Without `chosen` all that have a recipe; with it these, and
 * those they are made from that are not made yet. Throws a `MakeError` for a name that is none, a dataset without a
 * recipe, or datasets that are made from one another.
 */
export function makeOrder(curriculum: Curriculum, chosen?: readonly string[]): readonly Recipe[] {
  const { datasets, file } = curriculum;
  const recipes = datasets.filter(isRecipe);
  if (recipes.length === 0)
    throw new MakeError(
      `${basename(file)} has no dataset that is made.`,
      'Write `make:` below one: `captions`, `from` or `failures`, and what is asked of them.',
    );
  const wanted = chosen ?? recipes.map(({ id }) => id);
  const order: Recipe[] = [];
  const visit = (id: string, path: readonly string[], needed: boolean): void => {
    if (order.some((one) => one.id === id)) return;
    if (path.includes(id))
      throw new MakeError(
        `${[...path.slice(path.indexOf(id)), id].join(' is made from ')}: none can be the first.`,
        'Make one of them from something else.',
      );
    const dataset = datasets.find((one) => one.id === id);
    if (dataset === undefined || !isRecipe(dataset)) {
      // A source that is not made is just read.
      if (needed) throw unknown(curriculum, id, dataset !== undefined);
      return;
    }
    const isWanted = wanted.includes(id);
    if (!isWanted && isMade(dataset)) return;
    const { source } = dataset.made.make;
    if (source.kind === 'datasets') for (const other of source.ids) visit(other, [...path, id], false);
    order.push(dataset);
  };
  for (const id of wanted) visit(id, [], true);
  return order;
}

/** Whether its files are there, of whichever recipe. */
export const isMade = ({ made }: Recipe): boolean => existsSync(join(made.to, MADE_FILES.manifest));

function unknown({ datasets, file }: Curriculum, id: string, exists: boolean): MakeError {
  const names = datasets.filter(isRecipe).map((one) => one.id);
  if (exists)
    return new MakeError(
      `The dataset \`${id}\` of ${basename(file)} has no recipe.`,
      `Write \`make:\` or \`difficulty:\` below it; made are ${names.join(', ')}.`,
    );
  const close = nearest(id, names);
  return new MakeError(
    `${basename(file)} has no dataset \`${id}\`.`,
    close === undefined ? `Made are ${names.join(', ')}.` : `Did you mean \`${close}\`?`,
  );
}
