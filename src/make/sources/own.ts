import { DataError, type DataSource } from '../../data';
import { MakeError } from '../error';
import type { Dataset, MakeSource } from '../../language';
import type { MakeContext } from '../types';
import type { Collected, RowSource } from './collected';
import { faultOf } from './fault';
import { imagesOf } from './images';
import { stampOf } from './stamp';

/**
 * The dataset's own train rows, which only get a pass rate: every row that can be read stays, with all its columns,
 * whatever is wrong with it.
 */
export async function ownRows(
  context: MakeContext,
  { train }: Extract<MakeSource, { kind: 'own' }>,
): Promise<RowSource> {
  const dataset = context.curriculum.datasets.find(({ id }) => id === context.dataset);
  if (dataset === undefined)
    throw new MakeError(`There is no dataset ${context.dataset}.`, 'Name a dataset of the curriculum.');
  const { made: _made, ...plain } = dataset;
  // The role of the pass rate names a column of what is written: the rows that are read may have none yet.
  const { difficulty: _difficulty, ...columns } = plain.columns;
  const source = await resolveTrain(context, { ...plain, columns, train });
  const { rows: total } = await context.data.facts(source, { faults: true });
  return {
    depends: ['own', source, await stampOf(source.path)],
    total,
    rows: (chosen) => read(context, source, chosen),
    warnings: () => [],
  };
}

/** The train file of a dataset, ready to be read; a `DataError` says why it is not. */
export async function resolveTrain({ data }: MakeContext, dataset: Dataset): Promise<DataSource> {
  const { source, problems } = await data.resolve(dataset, 'train');
  if (source !== undefined) return source;
  const problem = problems[0];
  if (problem !== undefined) throw new DataError(problem);
  throw new MakeError(`The dataset ${dataset.id} has no train rows.`, 'Write `train:` of the dataset.');
}

async function* read(
  context: MakeContext,
  source: DataSource,
  chosen: ReadonlySet<number> | undefined,
): AsyncGenerator<Collected> {
  let place = -1;
  for await (const sample of context.data.samples({ source }, { cells: true, faults: true })) {
    place += 1;
    if (chosen?.has(place) === false) continue;
    const { paths } = await imagesOf(sample.images, context.made.to, false);
    const { images } = source.columns;
    const fallen = faultOf(sample);
    yield {
      source: sample.id,
      place,
      question: {
        capability: context.capability,
        // As it stands, options and all: this is what is trained on.
        question: sample.question,
        options: sample.options ?? [],
        answer: sample.answer,
        images: paths,
        ...(sample.caption === undefined ? {} : { caption: sample.caption }),
        carried: sample.cells ?? {},
        whole: images === undefined ? {} : { images },
      },
      ...(fallen === undefined ? {} : { fallen }),
    };
  }
}
