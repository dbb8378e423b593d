import type { RewardRef } from '../../language';
import { openReward, RewardError, type Reward, type RewardInput, type RewardScore } from '../../rewards';

/** A response to be graded. */
export interface Response {
  readonly text: string;
  readonly tokens: number;
}

/** Null where the reward could not say; `reason` then tells why. */
export interface Graded {
  readonly correct: boolean | null;
  readonly reason?: string;
}

/** Responses that may fail one after another before the reward itself is taken to be broken. */
const MOST_IN_A_ROW = 10;

/**
 * The curriculum's own reward as a judge of right and wrong: its accuracy part, else the whole reward, of at least one
 * half. What the reward stumbles over is graded alone again and else left ungraded; a Python function that hangs is
 * ended at its time limit and started again. Rejects with the `RewardError` when it fails again and again.
 */
export class Grader {
  private turn: Promise<unknown> = Promise.resolve();
  private failed = 0;

  private constructor(
    private readonly ref: RewardRef,
    private reward: Reward,
    private readonly timeoutSeconds: number | undefined,
  ) {}

  /** Rejects with a `RewardError` when the reward cannot be opened. */
  static async open(ref: RewardRef, timeoutSeconds?: number): Promise<Grader> {
    return new Grader(ref, await opened(ref, timeoutSeconds), timeoutSeconds);
  }

  /** Grades the responses of one row. One row at a time: a response that hangs must not take others along. */
  grade(responses: readonly Response[], gold: string): Promise<readonly Graded[]> {
    const inputs = responses.map(({ text, tokens }) => ({
      response: text,
      responseLength: tokens,
      groundTruth: gold,
    }));
    const graded = this.turn.then(() => this.together(inputs));
    this.turn = graded.catch(() => undefined);
    return graded;
  }

  async close(): Promise<void> {
    await this.turn;
    await this.reward.close();
  }

  private async together(inputs: readonly RewardInput[]): Promise<readonly Graded[]> {
    if (inputs.length === 0) return [];
    try {
      const scores = await this.reward.score(inputs);
      this.failed = 0;
      return inputs.map((_, i) => verdictOf(scores[i]));
    } catch (error) {
      if (!(error instanceof RewardError)) throw error;
      // An exception leaves the process as it was; after a hang or a crash there is none.
      if (error.code !== 'SC561') await this.reopen();
      if (inputs.length === 1) return [this.gaveUp(error)];
    }
    const alone: Graded[] = [];
    for (const input of inputs) alone.push(...(await this.together([input])));
    return alone;
  }

  private gaveUp(error: RewardError): Graded {
    this.failed += 1;
    if (this.failed >= MOST_IN_A_ROW) throw error;
    return { correct: null, reason: `the reward failed: ${error.message}` };
  }

  private async reopen(): Promise<void> {
    await this.reward.close();
    this.reward = await opened(this.ref, this.timeoutSeconds);
  }
}

const opened = (ref: RewardRef, timeoutSeconds: number | undefined): Promise<Reward> =>
  openReward(ref, timeoutSeconds === undefined ? {} : { timeoutSeconds });

function verdictOf(score: RewardScore | undefined): Graded {
  const value = score?.accuracy ?? score?.overall;
  return value === undefined || !Number.isFinite(value)
    ? { correct: null, reason: 'the reward gave no number' }
    : { correct: value >= 0.5 };
}
