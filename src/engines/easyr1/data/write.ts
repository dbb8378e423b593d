import { access, readFile, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import {
  identifier,
  lazyDatabase,
  pathLiteral,
  literal,
  writeAtomically,
  type DataEngine,
  type DataSource,
} from '../../../data';
import type { StageLaunch } from '../../engine';
import { writeRows } from '../../trl/rows';
import { stageFile } from '../files';
import { dataLayout, type DataLayout, type Easyr1Columns } from './layout';

/** Writes what EasyR1 cannot read where it lies, and how it was decided. What an earlier attempt has written stays. */
export async function writeData(request: StageLaunch, data: DataEngine): Promise<void> {
  const { stage, stageDir, train } = request;
  const known = await writtenLayout(stageDir);
  const layout = known ?? (await dataLayout(request, data));
  const images = stageFile(stageDir, 'images');
  const { columns } = layout;
  if (layout.train === stageFile(stageDir, 'train')) {
    await writeParquet(data, train, { output: layout.train, images, columns });
  }
  if (layout.validation === stageFile(stageDir, 'validation')) {
    const first = train.slice(0, 1);
    const target = { output: layout.validation, images, columns };
    if (stage.validation !== undefined) await writeParquet(data, [stage.validation], target);
    else await writeParquet(onlyFirst(data), first, target);
  }
  if (known !== undefined) return;
  await writeAtomically(stageFile(stageDir, 'data'), (sink) =>
    sink.write(Buffer.from(`${JSON.stringify(layout, null, 2)}\n`)),
  );
}

/** Where `writeData` has decided that the rows are; nothing before. */
export async function writtenLayout(stageDir: string): Promise<DataLayout | undefined> {
  try {
    // Written by us into the folder of our own run, whole or not at all.
    return JSON.parse(await readFile(stageFile(stageDir, 'data'), 'utf8')) as DataLayout;
  } catch {
    return undefined;
  }
}

interface Target {
  readonly output: string;
  readonly images: string;
  readonly columns: Easyr1Columns;
}

/** Types of the columns of a file that is written, whatever rows come first: text, and a list of text that is never null. */
const READ = `{'id': 'VARCHAR', 'dataset': 'VARCHAR', 'capability': 'VARCHAR', 'question': 'VARCHAR', 'answer': 'VARCHAR', 'images': 'VARCHAR[]'}`;
const LARGEST_ROW = 32 * 2 ** 20;

/**
 * The rows of sources, in their order, as one Parquet file with the columns that EasyR1 is told of: question and answer
 * as text, absolute image paths, and beside them what says whose a row is.
 */
async function writeParquet(
  data: DataEngine,
  sources: readonly DataSource[],
  { output, images, columns }: Target,
): Promise<void> {
  if (await exists(output)) return;
  const rows = `${output}.rows.jsonl`;
  const draft = `${output}.part`;
  const folder = dirname(output);
  await rm(rows, { force: true });
  await writeRows(data, sources.map(queryOf), { output: rows, images });
  const database = lazyDatabase([folder]);
  const own = [
    `question AS ${identifier(columns.question)}`,
    `answer AS ${identifier(columns.answer)}`,
    `coalesce(images, []) AS ${identifier(columns.images)}`,
    ...(['id', 'dataset', 'capability'] as const).filter((name) => !Object.values(columns).includes(name)),
  ];
  try {
    await database.all(
      `COPY (SELECT ${own.join(', ')} FROM read_json(${pathLiteral(rows)}, format = 'newline_delimited', records = true, maximum_object_size = ${LARGEST_ROW}, columns = ${READ})) TO ${literal(draft)} (FORMAT parquet)`,
    );
    await rename(draft, output);
  } finally {
    await database.close();
    await rm(rows, { force: true });
    await rm(draft, { force: true });
  }
}

/** A source of the plan with its condition; a materialised one has none. */
function queryOf(source: DataSource & { readonly where?: string }) {
  const { where, ...rest } = source;
  return { source: rest, ...(where === undefined ? {} : { where }) };
}

/** The same data, of which only the first row is seen. */
const onlyFirst = (data: DataEngine): DataEngine => ({
  ...data,
  samples: (query) => data.samples(query, { limit: 1 }),
});

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );
