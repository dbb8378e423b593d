import { statSync } from 'node:fs';
import { basename } from 'node:path';
import type { FoundResults } from '../../protocol';
import { resultProblem } from '../codes';
import type { FoundFile } from '../look/walk';
import { benchmarkIn, namedFile, roleOf, type NamedFile } from './names';

/** The files of one benchmark of one evaluation. */
export interface BenchmarkFiles {
  readonly model: string;
  readonly benchmark: string;
  readonly evalId?: string;
  readonly raw: readonly string[];
  /** Best first. */
  readonly judged: readonly string[];
  readonly figures: readonly string[];
}

const timeOf = (path: string): number => {
  try {
    return statSync(path).mtimeMs;
  } catch {
    return 0;
  }
};

/** Groups the files that are VLMEvalKit's by model, evaluation and benchmark. */
export function groupFiles(paths: readonly string[]): readonly BenchmarkFiles[] {
  const named = paths.flatMap((path) => namedFile(path) ?? []);
  const rests = new Map<string, Set<string>>();
  const folderOf = ({ model, evalId }: NamedFile): string => `${model}\0${evalId ?? ''}`;
  for (const file of named) {
    const folder = folderOf(file);
    const known = rests.get(folder) ?? new Set();
    rests.set(folder, known);
    if (file.extension !== '.csv') known.add(file.rest);
  }
  const groups = new Map<
    string,
    { files: BenchmarkFiles; ranks: { path: string; rank: number; time: number }[] }
  >();
  for (const file of named) {
    const benchmark = benchmarkIn(file.rest, rests.get(folderOf(file)) ?? new Set());
    const key = `${folderOf(file)}\0${benchmark}`;
    const { model, evalId } = file;
    const group = groups.get(key) ?? {
      files: {
        model,
        benchmark,
        ...(evalId === undefined ? {} : { evalId }),
        raw: [] as string[],
        judged: [] as string[],
        figures: [] as string[],
      },
      ranks: [],
    };
    groups.set(key, group);
    const role = roleOf(file.rest.slice(benchmark.length), file.extension);
    if (role.role === 'judged')
      group.ranks.push({ path: file.path, rank: role.rank, time: timeOf(file.path) });
    else (group.files[role.role] as string[]).push(file.path);
  }
  return [...groups.values()].map(({ files, ranks }) => ({
    ...files,
    raw: [...files.raw].sort((a, b) => timeOf(b) - timeOf(a)),
    judged: ranks.sort((a, b) => b.rank - a.rank || b.time - a.time).map(({ path }) => path),
  }));
}

/** Moment of an evaluation, for comparing: a legacy id has the day alone, so the files' time follows. */
const moment = ({ evalId, raw, judged }: BenchmarkFiles): string =>
  `${evalId?.slice(1, 9) ?? '00000000'} ${evalId?.includes('-') === true ? evalId.slice(10) : '000000'} ${String(
    Math.max(0, ...[...raw, ...judged].map(timeOf)),
  ).padStart(20, '0')}`;

/** Benchmarks of VLMEvalKit among the files: of several evaluations of a model the newest, the older ones told. */
export function findVlmEvalKit(files: readonly FoundFile[]): {
  readonly found: readonly FoundResults[];
  readonly claimed: ReadonlySet<string>;
} {
  const paths = files.map(({ real }) => real);
  const groups = groupFiles(paths).filter(({ raw, judged }) => raw.length + judged.length > 0);
  const claimed = new Set(groups.flatMap(({ raw, judged, figures }) => [...raw, ...judged, ...figures]));
  const byName = new Map<string, BenchmarkFiles[]>();
  for (const group of groups) {
    const key = `${group.model}\0${group.benchmark}`;
    byName.set(key, [...(byName.get(key) ?? []), group]);
  }
  const found = [...byName.values()].flatMap((same): readonly FoundResults[] => {
    const [newest, ...older] = same.sort((a, b) => moment(b).localeCompare(moment(a)));
    const source = newest?.judged[0] ?? newest?.raw[0];
    if (newest === undefined || source === undefined) return [];
    const names = older.map(({ evalId, raw, judged }) => evalId ?? basename(raw[0] ?? judged[0] ?? ''));
    const problems =
      older.length === 0
        ? []
        : [
            resultProblem(
              'SC366',
              'info',
              source,
              `${newest.benchmark} was evaluated ${same.length} times; ${newest.evalId ?? basename(source)} is read, older: ${names.join(', ')}`,
            ),
          ];
    return [
      {
        kind: 'vlmevalkit',
        source,
        model: newest.model,
        benchmark: newest.benchmark,
        images: 'missing',
        reported: [],
        problems,
      },
    ];
  });
  return { found, claimed };
}
