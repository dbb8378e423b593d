import type { Problem } from '../../protocol';
import type { OpenSource } from '../context';
import { findLines, linePlace } from './problems';

/** A checked file with the keys of its rows (0: unreadable). */
export interface KeyedSource {
  readonly opened: OpenSource;
  readonly keys: readonly number[];
}

const RANK = { train: 0, val: 1, test: 2 } as const;
const MEANING = {
  'train val': 'training rows would choose the checkpoint',
  'train test': 'the model would be measured on rows it was trained on',
  'val test': 'the model would be measured on rows that chose its checkpoint',
} as const;

/** What two sources share: how many rows of the later, its first one, and that one's twin (rows from 1). */
interface Shared {
  rows: number;
  first: number;
  twin: number;
}

/**
 * Rows (question and images) that two splits share, one problem for each pair of files. Held-out rows are indexed, as
 * they are few beside the training rows; the work grows with the rows, not with the pairs.
 */
export async function findOverlap(sources: readonly KeyedSource[]): Promise<readonly Problem[]> {
  const files = eachFile(sources);
  const index = indexOf(files);
  const sameFile = new Map<string, KeyedSource[]>();
  for (const file of files) sameFile.set(file.opened.real, [...(sameFile.get(file.opened.real) ?? []), file]);
  const problems: Problem[] = [];
  for (const earlier of files) {
    for (const later of sameFile.get(earlier.opened.real) ?? []) {
      if (isLater(later, earlier)) problems.push(bothSplits(earlier, later));
    }
    const shared = [...sharedRows(earlier, index)].sort(([a], [b]) => a - b);
    for (const [number, rows] of shared) {
      const later = files[number];
      if (later !== undefined) problems.push(await sharedProblem(earlier, later, rows));
    }
  }
  return problems;
}

const isLater = (a: KeyedSource, b: KeyedSource): boolean =>
  RANK[a.opened.source.split] > RANK[b.opened.source.split];

/** Datasets that name one file in one split have the same rows: the first speaks for all. */
function eachFile(sources: readonly KeyedSource[]): readonly KeyedSource[] {
  const files = new Map<string, KeyedSource>();
  for (const source of sources) {
    const { split, columns, images } = source.opened.source;
    const key = JSON.stringify([source.opened.real, split, columns, images]);
    if (!files.has(key)) files.set(key, source);
  }
  return [...files.values()];
}

/** By key, the files (by number) that hold it as val or test rows, with those rows. */
type Index = ReadonlyMap<number, readonly HeldOut[]>;

interface HeldOut {
  readonly number: number;
  readonly file: KeyedSource;
  readonly first: number;
  rows: number;
}

function indexOf(files: readonly KeyedSource[]): Index {
  const index = new Map<number, HeldOut[]>();
  for (const [number, file] of files.entries()) {
    if (file.opened.source.split === 'train') continue;
    for (const [position, key] of file.keys.entries()) {
      if (key === 0) continue;
      const holders = index.get(key) ?? [];
      if (holders.length === 0) index.set(key, holders);
      const last = holders.at(-1);
      if (last?.number === number) last.rows++;
      else holders.push({ number, file, first: position + 1, rows: 1 });
    }
  }
  return index;
}

function sharedRows(earlier: KeyedSource, index: Index): ReadonlyMap<number, Shared> {
  const shared = new Map<number, Shared>();
  const seen = new Set<number>();
  for (const [position, key] of earlier.keys.entries()) {
    const holders = index.get(key);
    if (holders === undefined || seen.has(key)) continue;
    seen.add(key);
    for (const { number, file, first, rows } of holders) {
      if (!isLater(file, earlier) || file.opened.real === earlier.opened.real) continue;
      const known = shared.get(number) ?? { rows: 0, first: Infinity, twin: 0 };
      shared.set(number, known);
      known.rows += rows;
      if (first < known.first) Object.assign(known, { first, twin: position + 1 });
    }
  }
  return shared;
}

const meaningOf = (earlier: KeyedSource, later: KeyedSource): string =>
  MEANING[`${earlier.opened.source.split} ${later.opened.source.split}` as keyof typeof MEANING];

function bothSplits(earlier: KeyedSource, later: KeyedSource): Problem {
  const a = earlier.opened.source;
  const b = later.opened.source;
  return {
    code: 'SC325',
    severity: 'warning',
    message: `${b.path} is both the ${a.split} file of ${a.dataset} and the ${b.split} file of ${b.dataset}: ${meaningOf(earlier, later)}`,
    place: { file: b.path },
  };
}

async function sharedProblem(
  earlier: KeyedSource,
  later: KeyedSource,
  { rows, first, twin }: Shared,
): Promise<Problem> {
  const a = earlier.opened.source;
  const b = later.opened.source;
  const lines = await findLines(later.opened, [first]);
  const twinLines = await findLines(earlier.opened, [twin]);
  return {
    code: 'SC325',
    severity: 'warning',
    message: `${rows} of ${later.keys.length} ${b.split} rows of ${b.dataset} are also ${a.split} rows of ${a.dataset}: ${meaningOf(earlier, later)}`,
    place: linePlace(b.path, lines(first)),
    hint: `Remove the shared rows from one of the two files; the first is row ${first}.`,
    related: [
      { place: linePlace(a.path, twinLines(twin)), message: `the same question and images, row ${twin}` },
    ],
  };
}
