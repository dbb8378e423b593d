import type { Difficulty } from '../../language';
import type { Rate } from '../types';
import { rateOf } from './rate-of';

/** Sums over all rated rows of a dataset, whenever they were rated. */
export class Tally {
  rows = 0;
  rollouts = 0;
  /** Rollouts that the adaptive rule did not need. */
  saved = 0;
  truncated = 0;
  /** Rollouts that count neither way. */
  missing = 0;
  /** Rows of which rollouts are missing, and of which all are. */
  lacking = 0;
  unrated = 0;
  private sum = 0;

  constructor(private readonly difficulty: Difficulty) {}

  add(rate: Rate): void {
    const { missing, rate: share } = rateOf(rate);
    const drawn = rate.predictions.length;
    this.rows += 1;
    this.rollouts += drawn;
    if (this.difficulty.adaptive) this.saved += Math.max(0, this.difficulty.rollouts - drawn);
    this.truncated += rate.truncated ?? 0;
    this.missing += missing;
    if (missing > 0) this.lacking += 1;
    if (share === null) this.unrated += 1;
    else this.sum += share;
  }

  /** Mean pass rate of the rows that have one; nothing when none has. */
  get mean(): number | undefined {
    const rated = this.rows - this.unrated;
    return rated === 0 ? undefined : this.sum / rated;
  }
}
