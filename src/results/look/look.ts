import { existsSync } from 'node:fs';
import { realpath, stat } from 'node:fs/promises';
import { basename, dirname, extname, join, resolve } from 'node:path';
import { errorText, type FoundResults, type Problem } from '../../protocol';
import { FILES } from '../../runs';
import { resultProblem } from '../codes';
import { findEasyR1 } from '../easyr1/read';
import { ResultsError } from '../error';
import { imageLocations, textOf } from '../generic/cells';
import { guessMapping, missingRoles } from '../generic/mapping';
import { tableNames } from '../generic/read';
import { findLmmsEval } from '../lmms-eval/find';
import { newestPredictions } from '../predictions/find';
import { parsePrediction } from '../predictions/parse';
import { openTable } from '../table/open';
import { TABLE_EXTENSIONS, TableError, type Table } from '../table/types';
import { findVlmEvalKit } from '../vlmevalkit/find';
import { columnWords } from '../text/words';
import { specialWords } from './regular';
import { filesBelow, type FoundFile } from './walk';

/** A folder of this many tables is no folder of results. */
const MOST_TABLES = 500;

/**
 * What results lie in a file or folder, by program, model and benchmark; heads alone are read. Rejects with a
 * `ResultsError` when there is nothing at all.
 */
export async function lookAtResults(path: string): Promise<readonly FoundResults[]> {
  const full = resolve(path);
  const stats = await stat(full).catch(() => undefined);
  if (stats === undefined) throw new ResultsError(`There is no file or folder ${full}.`, 'Check the path.');
  const word = specialWords(stats);
  if (word !== undefined)
    throw new ResultsError(
      `${full} is ${word}, no file or folder of results.`,
      'Write the results to a file.',
    );
  const special: string[] = [];
  const found = stats.isDirectory() ? await lookAtFolder(full, special) : await lookAtFile(full);
  const [first, ...others] = found;
  if (first !== undefined)
    return [{ ...first, problems: [...first.problems, ...specialProblems(full, special)] }, ...others];
  throw new ResultsError(
    `No results were found in ${full}${special.length === 0 ? '' : ` (${specialNote(special)})`}.`,
    'Give a folder of VLMEvalKit or lmms-eval, a generations.log of EasyR1, a run, or a JSONL, CSV, Parquet or xlsx file.',
  );
}

async function lookAtFile(path: string): Promise<readonly FoundResults[]> {
  const real = await realpath(path);
  // Neighbours say which part of a name is the benchmark's.
  const near = (await filesBelow(dirname(real))).filter((file) => dirname(file.real) === dirname(real));
  const own = byPrograms(near).found.filter(({ source }) => source === real);
  if (own.length > 0) return own;
  const alone = byPrograms([{ path: real, real }]).found;
  if (alone.length > 0) return alone;
  return [await lookAtTable(real)];
}

/** Told of a folder once, with the first results in it. */
const specialProblems = (folder: string, special: readonly string[]): readonly Problem[] =>
  special.length === 0 ? [] : [resultProblem('SC362', 'info', folder, specialNote(special))];

const specialNote = (special: readonly string[]): string =>
  `left out: ${special.slice(0, 3).join(', ')}${special.length > 3 ? ', ...' : ''}, no regular ${special.length === 1 ? 'file' : 'files'}`;

async function lookAtFolder(path: string, special: string[]): Promise<readonly FoundResults[]> {
  const real = await realpath(path);
  if (existsSync(join(real, FILES.manifest)) && existsSync(join(real, FILES.stages))) {
    const predictions = newestPredictions(real);
    return predictions === undefined ? [] : [ownResults(predictions, basename(real))];
  }
  const files = await filesBelow(real, special);
  const { found, claimed } = byPrograms(files);
  const rest = files.filter(({ real: one }) => !claimed.has(one) && isTable(one)).slice(0, MOST_TABLES);
  const tables: FoundResults[] = [];
  for (const file of rest) {
    const table = await lookAtTable(file.real);
    // Beside results lie many other files; only what is surely a table of answers counts in a folder.
    if (table.kind === 'predictions' || (table.columns !== undefined && table.problems.length === 0))
      tables.push(table);
  }
  const useful = await Promise.all(found.map(withHead));
  return [
    ...useful.filter((one) => one !== undefined),
    ...(found.length > 0 ? tables.filter(isOwn) : tables),
  ];
}

const isOwn = ({ kind }: FoundResults): boolean => kind === 'predictions';
const isTable = (path: string): boolean =>
  (TABLE_EXTENSIONS as readonly string[]).includes(extname(path).toLowerCase()) &&
  basename(path) !== 'status.json';

function byPrograms(files: readonly FoundFile[]): {
  readonly found: readonly FoundResults[];
  readonly claimed: ReadonlySet<string>;
} {
  const lmms = findLmmsEval(files);
  const easyr1 = findEasyR1(files);
  const left = files.filter(({ real }) => !lmms.claimed.has(real) && !easyr1.claimed.has(real));
  const vlmevalkit = findVlmEvalKit(left);
  return {
    found: [...vlmevalkit.found, ...lmms.found, ...easyr1.found],
    claimed: new Set([...vlmevalkit.claimed, ...lmms.claimed, ...easyr1.claimed]),
  };
}

/** A file that is named like VLMEvalKit's but has no predictions is none; one that cannot be read is told. */
async function withHead(found: FoundResults): Promise<FoundResults | undefined> {
  if (found.kind !== 'vlmevalkit') return found;
  try {
    const { columns } = await openTable(found.source);
    return columns.includes('prediction') ? found : undefined;
  } catch (error) {
    return { ...found, problems: [...found.problems, unreadable(found.source, error)] };
  }
}

const unreadable = (file: string, error: unknown) =>
  error instanceof TableError
    ? resultProblem('SC360', 'error', file, `${basename(file)} cannot be read: ${error.reason}`, error.hint)
    : resultProblem('SC360', 'error', file, `${basename(file)} cannot be read: ${errorText(error)}`);

const ownResults = (source: string, model: string): FoundResults => ({
  kind: 'predictions',
  source,
  model,
  benchmark: 'held-out rows',
  images: 'here',
  reported: [],
  problems: [],
});

/** A table and what its columns seem to mean; a problem says when that is not enough. */
async function lookAtTable(path: string): Promise<FoundResults> {
  const base = { kind: 'table' as const, source: path, ...tableNames(path), reported: [] };
  let table: Table;
  try {
    table = await openTable(path);
  } catch (error) {
    return { ...base, problems: [unreadable(path, error)] };
  }
  const { columns } = table;
  if (['row', 'arm', 'samples'].every((name) => columns.includes(name)) && (await isPredictions(table))) {
    return ownResults(path, tableNames(path).model);
  }
  const mapping = guessMapping(columns);
  const missing = missingRoles(mapping);
  const problems =
    missing.length === 0
      ? []
      : [
          resultProblem(
            'SC361',
            'error',
            path,
            `no column of ${basename(path)} is known to be the ${missing.join(' nor the ')}; it has ${columnWords(columns)}`,
            'Say which it is, such as `--map response=NAME --map answer=NAME`.',
          ),
        ];
  const head = await headOf(table);
  const images = mapping.images === undefined ? 'none' : imagesFound(dirname(path), mapping.images, head);
  return {
    ...base,
    columns,
    mapping,
    samples: samplesOf(columns, head),
    ...(images === undefined ? {} : { images }),
    problems,
  };
}

async function isPredictions(table: Table): Promise<boolean> {
  for await (const [first] of table.rows()) {
    if (first !== undefined) return typeof parsePrediction(JSON.stringify(first.values)) !== 'string';
  }
  return false;
}

const HEAD = 3;
type Head = readonly Readonly<Record<string, unknown>>[];

async function headOf(table: Table): Promise<Head> {
  for await (const rows of table.rows()) return rows.slice(0, HEAD).map(({ values }) => values);
  return [];
}

/** The first values of each column, for one who is asked what it means. */
const samplesOf = (columns: readonly string[], head: Head): Readonly<Record<string, readonly string[]>> =>
  Object.fromEntries(columns.map((name) => [name, head.map((values) => textOf(values[name]).slice(0, 80))]));

/** Whether the images of the first rows lie in the file or in its folder. */
function imagesFound(folder: string, column: string, head: Head): FoundResults['images'] {
  const images = head.flatMap((values) =>
    imageLocations(values[column], () => ({ tsv: '', index: '', column })),
  );
  if (images.length === 0) return 'none';
  const here = images.some(
    (image) => 'tsv' in image || ('file' in image && existsSync(resolve(folder, image.file))),
  );
  return here ? 'here' : 'missing';
}
