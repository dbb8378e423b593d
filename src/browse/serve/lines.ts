import { relative, sep } from 'node:path';

import { literal } from '../../data';
import type { AuditParams, AuditResult, AuditSet } from '../../protocol';
import { readRunManifest } from '../../runs';
import { listRows } from '../detail/rows';
import type { SetStore } from '../store/set-store';
import type { Session } from './session';

type Asked = AuditParams<'lines'>['lines'];
/** Index of an item by its line. */
type Found = ReadonlyMap<number, number>;

/**
 * The items that stand at lines of a file, in the newest audit that knows it: one whose items were read from the file,
 * else that of a run whose data sets hold the file's rows out. Nothing where none does.
 */
export async function itemsAtLines(
  session: Session,
  { file, lines }: AuditParams<'lines'>,
): Promise<AuditResult<'lines'>> {
  if (lines.length === 0) return { rows: [] };
  for (const set of session.book.sets) {
    const dataset = isSource(set, file) ? undefined : await heldOutDataset(session, set, file);
    if (dataset === undefined && !isSource(set, file)) continue;
    const store = await session.store(set.dir);
    const found =
      dataset === undefined ? await bySource(store, file, lines) : await byRow(store, dataset, lines);
    const rows = await listRows(store, [...found.values()]);
    const byIndex = new Map(rows.map((item) => [item.index, item]));
    return {
      set: store.dir,
      rows: [...found].flatMap(([line, index]) => {
        const item = byIndex.get(index);
        return item === undefined ? [] : [{ line, item }];
      }),
    };
  }
  return { rows: [] };
}

function isSource({ kind, run, benchmarks }: AuditSet, file: string): boolean {
  if (benchmarks.some(({ source }) => source === file)) return true;
  if (kind !== 'run' || run === undefined) return false;
  const parts = relative(run, file).split(sep);
  return parts[0] === 'stages' && parts.at(-1) === 'predictions.jsonl';
}

async function bySource(store: SetStore, file: string, lines: Asked): Promise<Found> {
  const wanted = lines.map(({ line }) => line);
  const rows = await store.texts.where(
    ['line', 'i'],
    `source = ${literal(file)} AND line IN (${wanted.map(Math.trunc).join(', ')})`,
  );
  return new Map(rows.map(([line, i]) => [Number(line), Number(i)]));
}

/** Rows without an id of their own are called after the data set and their number. */
async function byRow(store: SetStore, dataset: string, lines: Asked): Promise<Found> {
  const keys = await store.keys();
  return new Map(
    lines.flatMap(({ line, id }) => {
      const index = keys.find(dataset, id ?? `${dataset}:${line}`);
      return index < 0 ? [] : [[line, index] as const];
    }),
  );
}

/** Data sets by held-out file, of each run that was looked at: its manifest is written once. */
const heldOut = new WeakMap<Session, Map<string, ReadonlyMap<string, string>>>();

async function heldOutDataset(
  session: Session,
  { run }: AuditSet,
  file: string,
): Promise<string | undefined> {
  if (run === undefined) return undefined;
  const known = heldOut.get(session) ?? new Map<string, ReadonlyMap<string, string>>();
  heldOut.set(session, known);
  let files = known.get(run);
  if (files === undefined) {
    const manifest = await readRunManifest(run);
    files = new Map(
      manifest.ok ? manifest.value.plan.heldOut.map(({ path, dataset }) => [path, dataset] as const) : [],
    );
    known.set(run, files);
  }
  return files.get(file);
}
