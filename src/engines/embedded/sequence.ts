/** What the model is given: patches of at most one image, then text that ends with the answer token. */
export interface Prompt {
  readonly tokens: readonly number[];
  /** [patches, patchSize], normalised. Absent: the image positions do not exist for this row. */
  readonly patches?: Float32Array;
}

/** A prompt with the text that follows it; `response` ends with the end token unless it was cut. */
export interface Sequence {
  readonly prompt: Prompt;
  readonly response: readonly number[];
}

/** A sampled response. */
export interface Rollout {
  readonly tokens: readonly number[];
  /** Log-probability of each token under the sampling distribution (at its temperature). */
  readonly logp: readonly number[];
  /** Sum over the tokens of the sampling distribution's entropy, in nats. */
  readonly entropy: number;
  /** It reached the limit before the end token. */
  readonly truncated: boolean;
}
