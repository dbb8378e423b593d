import { isObject } from '../../data';
import { wilson } from '../../results';
import type { Rate } from '../types';

/** What the rollouts of a row say. */
export interface RowRate {
  /** Rollouts that came and could be graded. */
  readonly graded: number;
  readonly right: number;
  /** Rollouts that never came or could not be graded: they count neither way. */
  readonly missing: number;
  /** `right / graded`; null where nothing was graded. */
  readonly rate: number | null;
  /** Wilson's 95 % interval of the rate; [0, 1] where nothing was graded. */
  readonly low: number;
  readonly high: number;
}

/** The pass rate of a row with its interval. */
export function rateOf({ correctness }: Pick<Rate, 'correctness'>): RowRate {
  let right = 0;
  let graded = 0;
  for (const one of correctness) {
    if (one === null) continue;
    graded += 1;
    if (one) right += 1;
  }
  const missing = correctness.length - graded;
  return { graded, right, missing, rate: graded === 0 ? null : right / graded, ...wilson(right, graded) };
}

/** What a row and its rates are known by: the question, and what its images show. */
export const rateKey = (q: string, shown = ''): string => `${q} ${shown}`;

/** Reads a line of a rate file; `undefined`: it is torn or none of ours. */
export function parseRate(value: unknown): Rate | undefined {
  if (!isObject(value)) return undefined;
  const { q, shown, predictions, correctness, reason, truncated } = value;
  const sound =
    typeof q === 'string' &&
    (shown === undefined || typeof shown === 'string') &&
    Array.isArray(predictions) &&
    predictions.every((text) => typeof text === 'string') &&
    Array.isArray(correctness) &&
    correctness.length === predictions.length &&
    correctness.every((one) => one === null || typeof one === 'boolean') &&
    (reason === undefined || typeof reason === 'string') &&
    (truncated === undefined || Number.isSafeInteger(truncated));
  return sound ? (value as unknown as Rate) : undefined;
}
