import { existsSync } from 'node:fs';
import { open, readdir, realpath, stat } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { isObject, lazyDatabase, pathLiteral } from '../../data';
import type { AuditSet } from '../../protocol';
import { FILES, runsFolder } from '../../runs';
import { ResultsError } from '../error';
import { accuracyRate } from '../rates';
import type { ResultItem } from '../types';
import { COLUMN_NAMES, itemOfRow } from './columns';
import { SET_FILES } from './layout';
import type { SetManifest } from './manifest';

/** `<workspace>/.stagecraft/audits`: where imports are. */
export const auditsFolder = (root: string): string => join(root, '.stagecraft', 'audits');

const LARGEST_MANIFEST = 32 * 2 ** 20;

/** `audit.json` of a set's folder. Rejects with a `ResultsError` when there is none or it cannot be read. */
export async function readManifest(dir: string): Promise<SetManifest> {
  const path = join(dir, SET_FILES.manifest);
  const wrong = (reason: string): ResultsError =>
    new ResultsError(`${path} is no audit set: ${reason}.`, 'Import the results again.');
  let text: string;
  try {
    // A pipe or a device would never end: what it is comes before it is opened.
    const found = await stat(path);
    if (!found.isFile()) throw wrong('it is not a regular file');
    const file = await open(path, 'r');
    try {
      const { size } = await file.stat();
      if (size > LARGEST_MANIFEST) throw wrong('it is larger than such a file can be');
      text = await file.readFile('utf8');
    } finally {
      await file.close();
    }
  } catch (error) {
    if (error instanceof ResultsError) throw error;
    throw wrong(existsSync(path) ? 'it cannot be read' : 'there is no such file');
  }
  try {
    const value = JSON.parse(text) as unknown;
    if (isManifest(value)) return value;
  } catch {
    // told below
  }
  throw wrong('it is torn, or of another version');
}

/** Whether the parts that readers rely on are there. */
function isManifest(value: unknown): value is SetManifest {
  if (!isObject(value) || value.format !== 1) return false;
  const texts = ['id', 'title', 'kind', 'model', 'created'].every((key) => typeof value[key] === 'string');
  const counts = ['rows', 'failures', 'unjudged'].every((key) => Number.isSafeInteger(value[key]));
  const { images, made, run, file, benchmarks, problems } = value;
  const lists = Array.isArray(benchmarks) && benchmarks.every(isBenchmark) && isTexts(problems);
  const places = [run, file].every((place) => place === undefined || typeof place === 'string');
  const sources = isObject(images) && isPaths(images.folders) && isPaths(images.tsv);
  return texts && counts && lists && places && sources && isObject(made);
}

const isTexts = (value: unknown): value is readonly string[] =>
  Array.isArray(value) && value.every((text) => typeof text === 'string');
const isPaths = (value: unknown): boolean => value === undefined || isTexts(value);

function isBenchmark(value: unknown): boolean {
  if (!isObject(value)) return false;
  const texts = ['name', 'capability', 'source', 'kind'].every((key) => typeof value[key] === 'string');
  const counts = ['rows', 'wrong', 'unjudged'].every((key) => Number.isSafeInteger(value[key]));
  const differs = value.differs === undefined || typeof value.differs === 'string';
  return texts && counts && differs && Array.isArray(value.reported) && value.reported.every(isFigure);
}

const isFigure = (value: unknown): boolean =>
  isObject(value) &&
  typeof value.name === 'string' &&
  typeof value.value === 'number' &&
  typeof value.meaning === 'string';

/**
 * A set by its folder; what methods have said is not counted here (`methods` is empty). Rejects with a
 * `ResultsError` when the folder is none.
 */
export async function readSet(dir: string): Promise<AuditSet> {
  const { format: _format, made: _made, images, ...manifest } = await readManifest(dir);
  return {
    ...manifest,
    dir: resolve(dir),
    methods: {},
    ...(images.folders === undefined ? {} : { folders: images.folders }),
    benchmarks: manifest.benchmarks.map((one) => ({
      ...one,
      accuracy: accuracyRate(one.rows, one.wrong, one.unjudged),
    })),
  };
}

/** Sets of a workspace: imported ones, and those of runs that have been made; newest first. Broken ones are left out. */
export async function listSets(root: string): Promise<readonly AuditSet[]> {
  const folders = async (parent: string, below: string): Promise<readonly string[]> => {
    const names = await readdir(parent).catch((): string[] => []);
    return names.filter((name) => !name.startsWith('.')).map((name) => join(parent, name, below));
  };
  const dirs = [
    ...(await folders(auditsFolder(root), '')),
    ...(await folders(runsFolder(root), FILES.audit)),
  ];
  const sets = await Promise.all(
    dirs
      .filter((dir) => existsSync(join(dir, SET_FILES.manifest)))
      .map((dir) => readSet(dir).catch(() => undefined)),
  );
  return sets
    .filter((set) => set !== undefined)
    .sort((a, b) => b.created.localeCompare(a.created) || b.id.localeCompare(a.id));
}

export interface ReadItemsOptions {
  /** SQL over `ITEM_COLUMNS`, written by a program and never by a user. */
  readonly where?: string;
  /** Only these, by their index. */
  readonly indices?: readonly number[];
  readonly signal?: AbortSignal;
}

export type IndexedItem = ResultItem & { readonly index: number };

/** Items of a set in their order, streamed. Rejects with a `ResultsError` when they cannot be read. */
export async function* readItems(
  dir: string,
  options: ReadItemsOptions = {},
): AsyncGenerator<IndexedItem, void, undefined> {
  const { where, indices, signal } = options;
  if (indices?.length === 0) return;
  const real = await realpath(dir).catch(() => resolve(dir));
  const file = join(real, SET_FILES.items);
  const conditions = [
    ...(where === undefined ? [] : [`(${where})`]),
    ...(indices === undefined ? [] : [`i IN (${indices.map((i) => Math.trunc(i)).join(', ')})`]),
  ];
  const filter = conditions.length === 0 ? '' : ` WHERE ${conditions.join(' AND ')}`;
  // A few rows fit into memory and may be sorted; all of them are in their order as they were written.
  const order = conditions.length === 0 ? '' : ' ORDER BY i';
  const database = lazyDatabase([real]);
  try {
    const sql = `SELECT ${COLUMN_NAMES.join(', ')} FROM read_parquet(${pathLiteral(file)})${filter}${order}`;
    for await (const batch of database.batches(sql)) {
      signal?.throwIfAborted();
      for (const row of batch) yield itemOfRow(row);
    }
  } catch (error) {
    signal?.throwIfAborted();
    if (existsSync(file)) throw error;
    throw new ResultsError(`There is no ${basename(file)} in ${dir}.`, 'Import the results again.');
  } finally {
    await database.close();
  }
}
