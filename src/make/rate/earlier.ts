import type { Difficulty } from '../../language';
import { Digests } from '../digests';
import { readJournal } from '../journal';
import type { Rate } from '../types';
import { wantedRollouts } from './adaptive';
import { parseRate, rateKey, rateOf } from './rate-of';
import type { Tally } from './tally';

/** What an earlier make left of the rates, by `rateKey`. */
export interface Earlier {
  /** Rows that need no more. */
  readonly done: Digests;
  /** Rows with rollouts that are not enough, or not all there. */
  readonly begun: Map<string, Rate>;
}

/** Begun rows whose texts are in memory; of more than these the rollouts come from the cache of answers. */
const MOST_BEGUN = 50_000;

/** Reads the rate file as far as it concerns the rows that are `wanted`, and sums up what is done. */
export async function readEarlier(
  path: string,
  wanted: Digests,
  difficulty: Difficulty,
  tally: Tally,
  signal: AbortSignal,
): Promise<Earlier> {
  const done = new Digests();
  const begun = new Map<string, Rate>();
  for await (const lines of readJournal(path, parseRate, signal)) {
    for (const rate of lines) {
      const key = rateKey(rate.q, rate.shown);
      if (!wanted.has(key)) continue;
      if (isDone(rate, difficulty)) {
        begun.delete(key);
        if (done.add(key)) tally.add(rate);
      } else if (!done.has(key) && (begun.has(key) || begun.size < MOST_BEGUN)) {
        begun.set(key, rate);
      }
    }
  }
  return { done, begun };
}

/** Whether nothing is left to be asked or graded of a row. */
export function isDone(rate: Rate, difficulty: Difficulty): boolean {
  const { graded, right, missing } = rateOf(rate);
  const drawn = rate.predictions.length;
  return missing === 0 && wantedRollouts({ drawn, right, graded }, difficulty) === drawn;
}
