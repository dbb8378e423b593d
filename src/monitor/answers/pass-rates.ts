import type { DataEngine, RateCount } from '../../data';
import type { Plan, PlannedStage } from '../../plan';
import type { PassRates } from '../../protocol';

const BINS = 20;

/** Stages and sources that are asked of the data; a plan with more was written by hand. */
const MOST_STAGES = 200;
const MOST_SOURCES = 400;

/** The pass rates of each stage's rows, as its plan chooses them. Throws a `DataError` when rows cannot be read. */
export async function passRates(data: DataEngine, plan: Plan): Promise<readonly PassRates[]> {
  const answers: PassRates[] = [];
  let left = MOST_SOURCES;
  for (const stage of plan.stages.slice(0, MOST_STAGES)) {
    answers.push(await ofStage(data, { ...stage, sources: stage.sources.slice(0, left) }));
    left -= Math.min(left, stage.sources.length);
  }
  return answers;
}

async function ofStage(data: DataEngine, { id, sources }: PlannedStage): Promise<PassRates> {
  const counts: RateCount[] = [];
  for (const { rowsBefore: _before, rowsAfter: _after, where, ...source } of sources) {
    counts.push(...(await data.passRates({ source, ...(where === undefined ? {} : { where }) })));
  }
  return { stage: id, ...summarise(counts) };
}

/** Bins and percentiles (nearest rank) of counted rates. */
export function summarise(counts: readonly RateCount[]): Omit<PassRates, 'stage'> {
  const bins = new Array<number>(BINS).fill(0);
  const known: { readonly rate: number; readonly rows: number }[] = [];
  let unknown = 0;
  for (const { rate, rows } of counts) {
    if (rate === null) {
      unknown += rows;
      continue;
    }
    const bin = Math.min(BINS - 1, Math.floor(rate * BINS + 1e-9));
    bins[bin] = (bins[bin] ?? 0) + rows;
    known.push({ rate, rows });
  }
  known.sort((a, b) => a.rate - b.rate);
  const total = known.reduce((sum, { rows }) => sum + rows, 0);
  const at = (share: number): number => {
    let seen = 0;
    for (const { rate, rows } of known) {
      seen += rows;
      if (seen >= share * total) return rate;
    }
    return known.at(-1)?.rate ?? NaN;
  };
  return { bins, unknown, ...(total === 0 ? {} : { band: [at(0.05), at(0.5), at(0.95)] }) };
}
