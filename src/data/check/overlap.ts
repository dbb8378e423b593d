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

/** Rows (question and images) that two splits share, one problem for each pair of files. */
export async function findOverlap(sources: readonly KeyedSource[]): Promise<readonly Problem[]> {
  const problems: Problem[] = [];
  for (const earlier of sources) {
    const later = sources.filter(
      (source) => RANK[source.opened.source.split] > RANK[earlier.opened.source.split],
    );
    if (later.length === 0) continue;
    const rows = new Map<number, number>();
    earlier.keys.forEach((key, index) => {
      if (key !== 0 && !rows.has(key)) rows.set(key, index + 1);
    });
    for (const source of later) {
      const problem = await overlapOf(earlier, rows, source);
      if (problem !== undefined) problems.push(problem);
    }
  }
  return problems;
}

async function overlapOf(
  earlier: KeyedSource,
  rows: ReadonlyMap<number, number>,
  later: KeyedSource,
): Promise<Problem | undefined> {
  const a = earlier.opened.source;
  const b = later.opened.source;
  const pair = `${a.split} ${b.split}` as keyof typeof MEANING;
  if (earlier.opened.real === later.opened.real) {
    return {
      code: 'SC325',
      severity: 'warning',
      message: `${b.path} is both the ${a.split} file of ${a.dataset} and the ${b.split} file of ${b.dataset}: ${MEANING[pair]}`,
      place: { file: b.path },
    };
  }
  const shared = later.keys.flatMap((key, index) => (rows.has(key) ? [index + 1] : []));
  const [first] = shared;
  if (first === undefined) return undefined;
  const twin = rows.get(later.keys[first - 1] ?? 0) ?? 0;
  const [lines, twinLines] = [
    await findLines(later.opened, [first]),
    await findLines(earlier.opened, [twin]),
  ];
  return {
    code: 'SC325',
    severity: 'warning',
    message: `${shared.length} of ${later.keys.length} ${b.split} rows of ${b.dataset} are also ${a.split} rows of ${a.dataset}: ${MEANING[pair]}`,
    place: linePlace(b.path, lines(first)),
    hint: `Remove the shared rows from one of the two files; the first is row ${first}.`,
    related: [
      { place: linePlace(a.path, twinLines(twin)), message: `the same question and images, row ${twin}` },
    ],
  };
}
