import type { DataSource, Sample } from '../../data';
import { asText } from '../../data';
import { MakeError } from '../error';
import type { MakeSource } from '../../language';
import type { MakeContext } from '../types';
import { FALLS, type Collected, type RowSource } from './collected';
import { faultOf } from './fault';
import { imagesOf } from './images';
import { optionsOf } from './options';
import { resolveTrain } from './own';
import { stampOf } from './stamp';

/** Columns that a written row has of its own: a source's column of that name is not carried beside it. */
const WRITTEN = new Set([
  'id',
  'problem',
  'answer',
  'images',
  'caption',
  'options',
  'kind',
  'capability',
  'source',
  'predictions',
  'correctness',
  'pass_rate_low',
  'pass_rate_high',
]);

/** A source with the columns that its rows carry. */
interface Carrying {
  readonly source: DataSource;
  readonly rows: number;
  /** Name in the written row by name in the file; columns that hold roles are not among them. */
  readonly others: readonly string[];
}

/**
 * Train rows of other datasets, one after the other. Columns without a role are carried, the same ones by every row:
 * null where its file has none of that name. Rows that nothing can be learnt or asked from fall.
 */
export async function datasetRows(
  context: MakeContext,
  { ids }: Extract<MakeSource, { kind: 'datasets' }>,
): Promise<RowSource> {
  const sources: Carrying[] = [];
  for (const id of ids) {
    const dataset = context.curriculum.datasets.find((one) => one.id === id);
    if (dataset === undefined) {
      throw new MakeError(
        `${context.dataset} is made from ${id}, and there is no such dataset.`,
        'Name a dataset of this curriculum under `from`.',
      );
    }
    const source = await resolveTrain(context, dataset);
    const { rows, columns } = await context.data.facts(source, { faults: true });
    const roles = new Set<string>(Object.values(source.columns));
    const others = columns
      .map(({ name }) => name)
      .filter((name) => !roles.has(name) && !WRITTEN.has(name) && name !== 'pass_rate');
    sources.push({ source, rows, others });
  }
  const carried = [...new Set(sources.flatMap(({ others }) => others))];
  const roles = (['difficulty', 'response', 'scene'] as const).filter((role) =>
    sources.some(({ source }) => source.columns[role] !== undefined),
  );
  const stamps = await Promise.all(sources.map(({ source }) => stampOf(source.path)));
  return {
    depends: ['datasets', sources.map(({ source }) => source), stamps],
    total: sources.reduce((sum, { rows }) => sum + rows, 0),
    rows: (chosen) => readAll(context, sources, { carried, roles }, chosen),
    warnings: () => [],
  };
}

interface Columns {
  readonly carried: readonly string[];
  readonly roles: readonly ('difficulty' | 'response' | 'scene')[];
}

async function* readAll(
  context: MakeContext,
  sources: readonly Carrying[],
  columns: Columns,
  chosen: ReadonlySet<number> | undefined,
): AsyncGenerator<Collected> {
  let place = -1;
  for (const { source, others } of sources) {
    const has = new Set(others);
    for await (const sample of context.data.samples({ source }, { cells: true, faults: true })) {
      place += 1;
      if (chosen?.has(place) === false) continue;
      yield await collect(context, sample, place, columns, has);
    }
  }
}

async function collect(
  context: MakeContext,
  sample: Sample,
  place: number,
  columns: Columns,
  has: ReadonlySet<string>,
): Promise<Collected> {
  const { paths, fallen } = await imagesOf(sample.images, context.made.to, true);
  const asked = optionsOf(sample.question, sample.answer, sample.options);
  const kind = kindOf(sample);
  const reason = emptiness(sample) ?? (asked === undefined ? FALLS.options : undefined);
  const fell = faultOf(sample) ?? (reason === undefined ? fallen : { reason });
  return {
    source: `${sample.dataset}/${sample.id}`,
    place,
    question: {
      capability: sample.capability,
      ...(kind === undefined ? {} : { kind }),
      question: asked?.question ?? sample.question,
      options: asked?.options ?? sample.options ?? [],
      answer: asked?.answer ?? sample.answer,
      images: paths,
      ...(sample.caption === undefined ? {} : { caption: sample.caption }),
      carried: carriedOf(sample, columns, has),
    },
    ...(fell === undefined ? {} : { fallen: fell }),
  };
}

const emptiness = ({ question, answer }: Sample): string | undefined => {
  if (question.replaceAll('<image>', '').trim() === '') return FALLS.question;
  return answer.trim() === '' ? FALLS.answer : undefined;
};

function kindOf({ cells }: Sample): string | undefined {
  const text = asText(cells?.kind);
  return text === '' ? undefined : text;
}

/** The roles' columns first, then the others in the order in which the files bring them; the same for every row. */
function carriedOf(
  { difficulty, response, scene, cells = {} }: Sample,
  { carried, roles }: Columns,
  has: ReadonlySet<string>,
): Readonly<Record<string, unknown>> {
  const ofRole = { difficulty, response, scene };
  const written = { difficulty: 'pass_rate', response: 'response', scene: 'scene' } as const;
  return Object.fromEntries([
    ...roles.map((role): [string, unknown] => [written[role], ofRole[role] ?? null]),
    ...carried.map((name): [string, unknown] => [name, has.has(name) ? (cells[name] ?? null) : null]),
  ]);
}
