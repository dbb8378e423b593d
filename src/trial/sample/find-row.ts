import type { DataEngine, DataSource, Sample } from '../../data';
import { editDistance } from '../../language';
import type { Plan, PlannedSource, PlannedStage } from '../../plan';
import { TrialError } from '../error';

export interface FoundRow {
  /** The stage that has it. */
  readonly stage: PlannedStage;
  readonly sample: Sample;
  readonly source: DataSource | PlannedSource;
  /** Whether the stage's condition lets it in; absent for rows that are not trained on. */
  readonly trained?: boolean;
}

/** Ids kept for the hint, at most. */
const MOST_IDS = 20_000;
const NEAREST = 3;

/**
 * The row that a user means: the first that the first of `stages` takes, the one with an id, or the nth training row
 * of the first stage as its files have them. Rows of validation and the held-out rows are found by id as well. Throws
 * a `TrialError` with the nearest ids, or a `DataError` when a file cannot be read.
 */
export async function findRow(
  data: DataEngine,
  plan: Plan,
  stages: readonly PlannedStage[],
  wanted: string | undefined,
): Promise<FoundRow> {
  const [first] = stages;
  if (first === undefined) throw new TrialError('The curriculum has no stage');
  if (wanted === undefined) return firstRow(data, first);
  const ids: string[] = [];
  for (const { stage, source } of placesOf(plan, stages))
    for await (const sample of data.samples({ source })) {
      if (sample.id === wanted) return found(data, stage, source, sample);
      if (ids.length < MOST_IDS) ids.push(sample.id);
    }
  const number = /^\d{1,15}$/.test(wanted) ? Number(wanted) : undefined;
  const nth = number === undefined ? undefined : await nthRow(data, first, number);
  if (nth !== undefined) return nth;
  const rows = first.sources.reduce((sum, { rowsBefore }) => sum + rowsBefore, 0);
  throw new TrialError(
    `There is no row \`${wanted.slice(0, 200)}\` in the files of ${stages.map(({ id }) => `\`${id}\``).join(', ')}`,
    number === undefined
      ? `the nearest ids are ${nearest(wanted, ids).join(', ')}`
      : `give a number from 1 to ${rows}, or an id such as ${ids.slice(0, NEAREST).join(', ')}`,
  );
}

/** Where rows may lie, training rows first: each file once. */
function placesOf(plan: Plan, stages: readonly PlannedStage[]) {
  const training = stages.flatMap((stage) => stage.sources.map((source) => ({ stage, source })));
  const others = stages.flatMap((stage) =>
    stage.validation === undefined ? [] : [{ stage, source: stage.validation }],
  );
  const last = stages.at(-1);
  const heldOut = last === undefined ? [] : plan.heldOut.map((source) => ({ stage: last, source }));
  const seen = new Set<string>();
  return [...training, ...others, ...heldOut].filter(
    ({ source }) => !seen.has(source.path) && seen.add(source.path),
  );
}

async function firstRow(data: DataEngine, stage: PlannedStage): Promise<FoundRow> {
  for (const source of stage.sources)
    for await (const sample of data.samples(queryOf(source), { limit: 1 }))
      return { stage, sample, source, trained: true };
  throw new TrialError(`Stage \`${stage.id}\` has no rows`, 'loosen its `where`');
}

async function nthRow(data: DataEngine, stage: PlannedStage, number: number): Promise<FoundRow | undefined> {
  let left = number;
  for (const source of stage.sources) {
    if (left > source.rowsBefore) {
      left -= source.rowsBefore;
      continue;
    }
    let last: Sample | undefined;
    for await (const sample of data.samples({ source }, { limit: left })) last = sample;
    return last === undefined ? undefined : found(data, stage, source, last);
  }
  return undefined;
}

async function found(
  data: DataEngine,
  stage: PlannedStage,
  source: DataSource,
  sample: Sample,
): Promise<FoundRow> {
  const training = stage.sources.find((one) => one === source);
  if (training === undefined) return { stage, sample, source };
  return { stage, sample, source, trained: await takes(data, training, sample.id) };
}

/** Whether the source's condition lets a row in. */
async function takes(data: DataEngine, source: PlannedSource, id: string): Promise<boolean> {
  if (source.where === undefined) return true;
  for await (const sample of data.samples(queryOf(source))) if (sample.id === id) return true;
  return false;
}

const queryOf = (source: PlannedSource) => ({
  source,
  ...(source.where === undefined ? {} : { where: source.where }),
});

/** The ids that differ from a text in the fewest letters. */
function nearest(text: string, ids: readonly string[]): readonly string[] {
  const short = text.slice(0, 100);
  return [...new Set(ids)]
    .map((id) => ({ id, distance: editDistance(short, id.slice(0, 100)) }))
    .sort((a, b) => a.distance - b.distance)
    .slice(0, NEAREST)
    .map(({ id }) => id);
}
