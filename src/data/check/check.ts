import type { Problem, ProblemCode } from '../../protocol';
import type { Context, OpenSource } from '../context';
import { openSource } from '../context';
import type { CheckOptions } from '../engine';
import { DataError } from '../errors';
import type { DataSource } from '../types';
import type { FindingGroup } from './finding';
import { Findings } from './finding';
import { checkImages } from './images';
import type { KeyedSource } from './overlap';
import { findOverlap } from './overlap';
import { toProblems } from './problems';
import type { RowReport } from './scan';
import { scanRows } from './scan';

/**
 * All data problems of the sources; see `DataEngine.check`. What is found in a file's rows is kept until the file
 * changes, and what is found in an image until the image does. Cancelled by `options.signal`, whose reason is then thrown.
 */
export async function checkSources(
  context: Context,
  sources: readonly DataSource[],
  options: CheckOptions,
): Promise<readonly Problem[]> {
  const problems: Problem[] = [];
  const keyed: KeyedSource[] = [];
  // Several stages may use one source, and two splits one file: what its rows say is said once.
  const seen = new Map<string, readonly number[]>();
  const asked = new Set<string>();
  for (const source of sources) {
    options.signal?.throwIfAborted();
    const question = JSON.stringify(source);
    if (asked.has(question)) continue;
    asked.add(question);
    try {
      const opened = await openSource(context, source);
      const same = JSON.stringify([opened.real, source.images, source.columns]);
      let keys = seen.get(same);
      if (keys === undefined) {
        const report = await rowReport(context, opened, options);
        const findings = new Findings();
        await checkImages(context, opened, report.images, findings, options);
        const groups = [...report.groups, ...findings.list()].filter(
          ({ first: [one] }) => options.forEasyr1 === true || one === undefined || !OF_EASYR1.has(one.code),
        );
        const own = await toProblems(opened, groups);
        problems.push(...own);
        options.onFound?.(own, source, countsOf(groups));
        keys = report.keys;
        seen.set(same, keys);
      }
      keyed.push({ opened, keys });
    } catch (error) {
      if (!(error instanceof DataError)) throw error;
      problems.push(error.problem);
      options.onFound?.([error.problem], source, new Map([[error.problem.code, 1]]));
    }
  }
  options.signal?.throwIfAborted();
  problems.push(...(await findOverlap(keyed)));
  return problems;
}

/** What Stagecraft mends in the file that it writes for EasyR1. */
const OF_EASYR1: ReadonlySet<ProblemCode> = new Set(['SC327', 'SC332', 'SC333']);

function countsOf(groups: readonly FindingGroup[]): ReadonlyMap<ProblemCode, number> {
  const counts = new Map<ProblemCode, number>();
  for (const { first, count } of groups) {
    const code = first[0]?.code;
    if (code !== undefined) counts.set(code, (counts.get(code) ?? 0) + count);
  }
  return counts;
}

function rowReport(context: Context, opened: OpenSource, options: CheckOptions): Promise<RowReport> {
  const { format, columns, images } = opened.source;
  const kind = `rows ${format} ${images} ${JSON.stringify(columns)}`;
  return context.cache.get(kind, opened.real, isReport, () => scanRows(context, opened, options), isSmall);
}

/** A report of more rows would take longer to read back than a good part of the scan. */
const isSmall = (report: RowReport): boolean => report.rows <= 500_000;

const isGroup = (value: unknown): value is FindingGroup =>
  typeof value === 'object' &&
  value !== null &&
  'first' in value &&
  Array.isArray(value.first) &&
  'count' in value;

const isReport = (value: unknown): value is RowReport =>
  typeof value === 'object' &&
  value !== null &&
  'groups' in value &&
  Array.isArray(value.groups) &&
  value.groups.every(isGroup) &&
  'images' in value &&
  Array.isArray(value.images) &&
  'keys' in value &&
  Array.isArray(value.keys);
