import { basename, dirname } from 'node:path';
import type { FoundResults } from '../../protocol';
import { resultProblem } from '../codes';
import type { FoundFile } from '../look/walk';

const SAMPLES = /^(?:(.+?)_)?samples_(.+)\.jsonl$/;
const TRAILING_DATE = /_(\d{4}-\d{2}-\d{2}T[\d.:-]+|\d{8}_\d{6})$/;

export interface SamplesName {
  readonly task: string;
  /** Sorted by it is sorted by time; empty when the name has none. */
  readonly date: string;
}

/** Task and date of a samples file by its name; nothing for another file. */
export function samplesName(path: string): SamplesName | undefined {
  const found = SAMPLES.exec(basename(path));
  if (found === null) return undefined;
  const rest = found[2] ?? '';
  const date = found[1] ?? TRAILING_DATE.exec(rest)?.[1] ?? '';
  return { task: found[1] === undefined ? rest.replace(TRAILING_DATE, '') : rest, date };
}

/** Samples files of lmms-eval: of several of one model and task the newest, the older ones told. */
export function findLmmsEval(files: readonly FoundFile[]): {
  readonly found: readonly FoundResults[];
  readonly claimed: ReadonlySet<string>;
} {
  const claimed = new Set<string>();
  const tasks = new Map<string, { path: string; name: SamplesName }[]>();
  for (const { real: path } of files) {
    const name = samplesName(path);
    if (/(?:^|_)results(?:_.*)?\.json$/.test(basename(path))) claimed.add(path);
    if (name === undefined) continue;
    claimed.add(path);
    const key = `${dirname(path)}\0${name.task}`;
    tasks.set(key, [...(tasks.get(key) ?? []), { path, name }]);
  }
  const found = [...tasks.values()].flatMap((same): readonly FoundResults[] => {
    const [newest, ...older] = same.sort((a, b) => b.name.date.localeCompare(a.name.date));
    if (newest === undefined) return [];
    const { path, name } = newest;
    const words = `${name.task} was evaluated ${same.length} times; ${basename(path)} is read, older: ${older.map((one) => basename(one.path)).join(', ')}`;
    return [
      {
        kind: 'lmms-eval',
        source: path,
        model: basename(dirname(path)),
        benchmark: name.task,
        images: 'missing',
        reported: [],
        problems: older.length === 0 ? [] : [resultProblem('SC366', 'info', path, words)],
      },
    ];
  });
  return { found, claimed };
}
