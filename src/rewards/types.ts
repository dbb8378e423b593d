/** One response to be scored: the batch interface that EasyR1's reward functions have. */
export interface RewardInput {
  readonly response: string;
  readonly responseLength: number;
  readonly groundTruth: string;
}

/** `overall` is what training uses; every other key is a part that is reported, such as `accuracy`, `format`. */
export interface RewardScore {
  readonly overall: number;
  readonly [part: string]: number;
}

/** A reward function that is ready to score. Built-in ones run here, Python ones in a child process. */
export interface Reward {
  readonly name: string;
  score(batch: readonly RewardInput[]): Promise<readonly RewardScore[]>;
  close(): Promise<void>;
}
