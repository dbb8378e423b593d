import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';

import { checkCurriculum, type Curriculum, type Dataset, type MadeDataset } from '../../language';
import { errorText, isError } from '../../protocol';
import { checks, type MakerSpec } from '../../runs';
import { MakeError } from '../error';

const { count, listOf, literal, optional, shape, text } = checks;

const spec = shape<MakerSpec>({
  format: literal(1),
  root: text,
  file: text,
  variant: optional(text),
  dataset: text,
  files: listOf(shape<MakerSpec['files'][number]>({ path: text, text })),
  firstStep: count,
});

/** What is to be made: the dataset with its recipe, in the curriculum as it was when the run began. */
export interface MakeOrder {
  readonly spec: MakerSpec;
  readonly curriculum: Curriculum;
  readonly dataset: Dataset & { readonly made: MadeDataset };
}

/** Reads a spec file. Throws a `MakeError` when it says nothing that can be made. */
export async function readOrder(specFile: string): Promise<MakeOrder> {
  const order = await readSpec(specFile);
  const { file, variant, dataset: id, files } = order;
  const texts = new Map(files.map((one) => [resolve(one.path), one.text]));
  const checked = checkCurriculum(file, {
    read: (path) => texts.get(path),
    ...(variant === undefined ? {} : { variant }),
  });
  const { curriculum } = checked;
  const dataset = curriculum?.datasets.find((one) => one.id === id);
  if (curriculum === undefined || dataset === undefined) {
    const why = checked.problems.find(isError)?.message ?? `it has no dataset \`${id}\``;
    throw new MakeError(`${file} cannot be followed: ${why}`, '`stagecraft check` says more.');
  }
  const { made } = dataset;
  if (made === undefined)
    throw new MakeError(`The dataset \`${id}\` has no recipe.`, 'Write `make:` or `difficulty:` below it.');
  return { spec: order, curriculum, dataset: { ...dataset, made } };
}

async function readSpec(specFile: string): Promise<MakerSpec> {
  let value: unknown;
  try {
    value = JSON.parse(await readFile(specFile, 'utf8')) as unknown;
  } catch (error) {
    throw new MakeError(`${specFile} cannot be read: ${errorText(error)}`, 'Start the run anew.');
  }
  const complaint = spec(value, '');
  if (complaint !== undefined)
    throw new MakeError(`${specFile} is no order to make a dataset${complaint}`, 'Start the run anew.');
  return value as MakerSpec;
}
