import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readdir, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import type { FoundResults, ImportRequest, ReportedFigure } from '../protocol';
import { differenceWords, type Counts } from './compare';
import { ResultsError } from './error';
import { imageSourcesOf } from './images/sources';
import { lookAtResults } from './look/look';
import { readResults } from './read';
import { auditsFolder } from './set/read';
import { DRAFT, SetWriter, type ToolSays } from './set/writer';
import type { ResultItem } from './types';

export interface ImportProgress {
  /** Rows so far. */
  readonly done: number;
  /** Rows in all, guessed from the share of the files' bytes that has been read; absent at the begin. */
  readonly total?: number;
  /** The benchmark that is being read. */
  readonly note: string;
}

export interface ImportParts {
  /** Told at most ten times a second. */
  readonly onProgress?: (progress: ImportProgress) => void;
  /** Ends the import; nothing of it stays. */
  readonly signal?: AbortSignal;
}

/** Models of one import: each is a set of its own. */
const MOST_MODELS = 100;

/** One set in the making. */
interface Making {
  readonly model: string;
  readonly writer: SetWriter;
  readonly counts: Map<string, Counts & { rows: number; wrong: number; unjudged: number }>;
  readonly problems: Set<string>;
  readonly reported: Map<string, readonly ReportedFigure[]>;
}

/**
 * Reads results and writes a set for each model into `<root>/.stagecraft/audits`. All of them or none: they are made
 * in a folder that readers do not see. Rejects with a `ResultsError` when nothing can be read, and with the signal's
 * reason when it is ended.
 */
export async function importResults(
  request: ImportRequest,
  { onProgress, signal }: ImportParts = {},
): Promise<{ readonly dirs: readonly string[] }> {
  const chosen = await chosenResults(request);
  const parent = auditsFolder(resolve(request.root));
  await removeOldDrafts(parent);
  const making = new Map<string, Making>();
  try {
    const progress = new Progress(await sizesOf(chosen), onProgress);
    for (const found of chosen) await readInto(making, parent, request, found, progress, signal);
    return { dirs: await finishAll([...making.values()], parent, request) };
  } finally {
    for (const { writer } of making.values()) await writer.abandon();
  }
}

async function chosenResults(request: ImportRequest): Promise<readonly FoundResults[]> {
  const all = await lookAtResults(request.path);
  const chosen =
    request.sources === undefined ? all : all.filter(({ source }) => request.sources?.includes(source));
  if (chosen.length > 0) return chosen;
  throw new ResultsError(
    `None of the chosen results is in ${request.path} any more.`,
    'Look at the folder again.',
  );
}

async function readInto(
  making: Map<string, Making>,
  parent: string,
  request: ImportRequest,
  found: FoundResults,
  progress: Progress,
  signal: AbortSignal | undefined,
): Promise<void> {
  const { mapping, images } = request;
  const fatal = found.problems.find(({ code }) => code === 'SC360');
  if (fatal !== undefined) throw new ResultsError(`${fatal.message}.`, fatal.hint ?? 'Write the file again.');
  const stream = readResults(found, {
    mapping,
    images,
    signal,
    onBytes: (bytes) => progress.at(found, bytes),
  });
  const touched = new Set<Making>();
  for await (const batch of stream.batches()) {
    for (const [model, items] of byModel(batch)) {
      const one = making.get(model) ?? (await begin(making, parent, model));
      touched.add(one);
      for (const item of items) count(one, item);
      await one.writer.add(items);
    }
    progress.rows(batch.length, found.benchmark);
  }
  for (const one of touched) {
    one.reported.set(found.benchmark, stream.reported);
    for (const { message } of [...found.problems, ...stream.problems])
      one.problems.add(`${found.benchmark}: ${message}`);
  }
}

function byModel(batch: readonly ResultItem[]): Iterable<readonly [string, readonly ResultItem[]]> {
  const [first] = batch;
  if (first !== undefined && batch.every(({ model }) => model === first.model)) return [[first.model, batch]];
  const models = new Map<string, ResultItem[]>();
  for (const item of batch) {
    const items = models.get(item.model) ?? [];
    models.set(item.model, items);
    items.push(item);
  }
  return models;
}

async function begin(making: Map<string, Making>, parent: string, model: string): Promise<Making> {
  if (making.size >= MOST_MODELS) {
    throw new ResultsError(
      `The results have more than ${MOST_MODELS} models.`,
      'Is the column that is read as the model’s name another thing? Choose it with `--map model=NAME`.',
    );
  }
  const one: Making = {
    model,
    writer: await SetWriter.open(parent),
    counts: new Map(),
    problems: new Set(),
    reported: new Map(),
  };
  making.set(model, one);
  return one;
}

function count({ counts }: Making, { dataset, correct }: ResultItem): void {
  const one = counts.get(dataset) ?? { rows: 0, wrong: 0, unjudged: 0 };
  counts.set(dataset, one);
  one.rows += 1;
  if (correct === false) one.wrong += 1;
  if (correct === null) one.unjudged += 1;
}

async function finishAll(
  making: readonly Making[],
  parent: string,
  request: ImportRequest,
): Promise<readonly string[]> {
  if (making.length === 0)
    throw new ResultsError(`${request.path} holds no rows.`, 'Choose another file or folder.');
  const { size, mtimeMs } = await stat(request.path);
  const known = await imageSourcesOf(request.images);
  const near = (await stat(request.path)).isDirectory()
    ? resolve(request.path)
    : dirname(resolve(request.path));
  const images = {
    tsv: [...known.tsv.values()],
    folders: [...new Set([...known.folders, near, resolve(request.root)])],
  };
  const time = new Date().toISOString().slice(0, 19).replace(/[-:]/g, '').replace('T', '-');
  const ready: { readonly draft: string; readonly dir: string }[] = [];
  for (const { model, writer, counts, problems, reported } of making) {
    const id = `${time}-${folderName(request.name ?? model)}-${randomBytes(2).toString('hex')}`;
    const says: ToolSays = new Map(
      [...counts].map(([name, numbers]) => {
        const figures = reported.get(name) ?? [];
        const differs = differenceWords(numbers, figures);
        return [name, { reported: figures, ...(differs === undefined ? {} : { differs }) }];
      }),
    );
    const base = request.name ?? `${model} (${basename(request.path)})`;
    const title = request.name !== undefined && making.length > 1 ? `${base}: ${model}` : base;
    const made = { from: resolve(request.path), size, modified: mtimeMs };
    await writer.finish({ id, title, kind: 'import', model, images, made, problems: [...problems] }, says);
    ready.push({ draft: writer.draft, dir: join(parent, id) });
  }
  for (const { draft, dir } of ready) await rename(draft, dir);
  return ready.map(({ dir }) => dir);
}

const folderName = (text: string): string =>
  Array.from(text.normalize('NFC').replace(/[^\p{L}\p{N}_.]+/gu, '-'))
    .slice(0, 40)
    .join('')
    .replace(/^[-.]+|[-.]+$/g, '')
    .replace(/\.{2,}/g, '.') || 'results';

const DAY = 86_400_000;

/** Removes what an import that was killed has left behind. */
async function removeOldDrafts(parent: string): Promise<void> {
  if (!existsSync(parent)) return;
  for (const name of await readdir(parent)) {
    if (!name.startsWith(DRAFT)) continue;
    const path = join(parent, name);
    const age = await stat(path).then(
      ({ mtimeMs }) => Date.now() - mtimeMs,
      () => 0,
    );
    if (age > DAY) await rm(path, { recursive: true, force: true });
  }
}

async function sizesOf(found: readonly FoundResults[]): Promise<ReadonlyMap<string, number>> {
  const sizes = new Map<string, number>();
  for (const { source } of found)
    sizes.set(
      source,
      await stat(source).then(
        ({ size }) => size,
        () => 0,
      ),
    );
  return sizes;
}

const INTERVAL = 100;
/** Less of a file tells nothing of the rest. */
const LEAST_SHARE = 0.02;

/** Tells how far an import is, not more often than anybody looks. */
class Progress {
  private done = 0;
  private before = 0;
  private current: string | undefined;
  private bytes = 0;
  private told = 0;
  private readonly total: number;

  constructor(
    private readonly sizes: ReadonlyMap<string, number>,
    private readonly onProgress: ImportParts['onProgress'],
  ) {
    this.total = Math.max(
      1,
      [...sizes.values()].reduce((sum, size) => sum + size, 0),
    );
  }

  at({ source }: FoundResults, bytes: number): void {
    if (this.current !== undefined && this.current !== source)
      this.before += this.sizes.get(this.current) ?? 0;
    this.current = source;
    this.bytes = bytes;
  }

  rows(count: number, what: string): void {
    this.done += count;
    const now = Date.now();
    if (now - this.told < INTERVAL) return;
    this.told = now;
    const share = Math.min(1, (this.before + this.bytes) / this.total);
    const total = share < LEAST_SHARE ? {} : { total: Math.round(this.done / share) };
    this.onProgress?.({ done: this.done, ...total, note: what });
  }
}
