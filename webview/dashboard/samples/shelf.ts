import type { SamplesAnswer, SamplesRequest, StageSample } from '../../../src/protocol/runs';

/**
 * The samples known so far of one choice of them. A sample's `place` counts from the oldest, so it stays the same
 * while new ones come: what is selected stays selected, and what is loaded stays good.
 */
export interface Shelf {
  /** Undefined until the first answer. */
  readonly total: number | undefined;
  readonly known: ReadonlyMap<number, StageSample>;
}

export const EMPTY_SHELF: Shelf = { total: undefined, known: new Map() };

/** Samples an answer; a page is asked for whole, so that scrolling does not ask row by row. */
export const PAGE = 60;

/** A list newest first: its row `i` is the sample at this place. */
export const placeOfRow = (row: number, total: number): number => total - 1 - row;

/** Puts an answer to the question for the samples from `offset` (newest first) on the shelf. */
export function shelve(shelf: Shelf, offset: number, answer: SamplesAnswer): Shelf {
  const placed = answer.samples.map((sample, i) => [placeOfRow(offset + i, answer.total), sample] as const);
  const isRewritten =
    (shelf.total !== undefined && answer.total < shelf.total) ||
    placed.some(([place, sample]) => !isSame(shelf.known.get(place) ?? sample, sample));
  return { total: answer.total, known: new Map([...(isRewritten ? [] : shelf.known), ...placed]) };
}

/** A resumed stage repeats steps and takes back their samples: places then hold other samples than before. */
const isSame = (a: StageSample, b: StageSample): boolean =>
  a.step === b.step &&
  a.stage === b.stage &&
  a.sample.row === b.sample.row &&
  a.sample.response === b.sample.response;

/**
 * What to ask for so that the rows from `first` up to `end` of the list (newest first) are known: one stretch that
 * covers all the gaps, at least a page and at most a few; undefined when nothing is missing.
 */
export function missing(
  shelf: Shelf,
  first: number,
  end: number,
): Pick<SamplesRequest, 'offset' | 'count'> | undefined {
  const { total, known } = shelf;
  if (total === undefined) return { offset: 0, count: PAGE };
  const rows = Array.from({ length: Math.max(0, Math.min(end, total) - first) }, (_, i) => first + i);
  const gaps = rows.filter((row) => !known.has(placeOfRow(row, total)));
  const [from, to] = [gaps[0], gaps.at(-1)];
  if (from === undefined || to === undefined) return undefined;
  return { offset: from, count: Math.min(MOST, Math.max(PAGE, to - from + 1)) };
}

/** A page holds at most so many samples in one answer. */
const MOST = 300;

/** The nearest known place before (older) or after (newer) one that holds what is looked for. */
export function nextPlace(
  shelf: Shelf,
  from: number,
  direction: 'older' | 'newer',
  wanted: (sample: StageSample) => boolean,
): { readonly place?: number; readonly unknown?: number } {
  const step = direction === 'older' ? -1 : 1;
  for (let place = from + step; place >= 0 && place < (shelf.total ?? 0); place += step) {
    const sample = shelf.known.get(place);
    if (sample === undefined) return { unknown: place };
    if (wanted(sample)) return { place };
  }
  return {};
}
