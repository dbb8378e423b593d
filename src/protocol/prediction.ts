/** The counterfactual arms: what the model is given along with the question. */
export const ARMS = {
  image: 'the image',
  description: 'a reference description, no image',
  'own-description': 'the model’s own description, no image',
  both: 'the image and the reference description',
  neither: 'no image and no description',
} as const;
export type Arm = keyof typeof ARMS;

export interface ModelResponse {
  readonly text: string;
  readonly tokens: number;
  /** Cut at the length limit. */
  readonly truncated: boolean;
}

/** A line of `predictions.jsonl`: one held-out row under one arm. Ungraded; the audit grades. */
export interface Prediction {
  /** `Sample.id`. */
  readonly row: string;
  readonly dataset: string;
  readonly capability: string;
  readonly question: string;
  readonly answer: string;
  readonly options?: readonly string[];
  /** Absolute paths; images embedded in a data file are written beside the predictions first. */
  readonly images: readonly string[];
  readonly caption?: string;
  readonly scene?: unknown;
  readonly arm: Arm;
  /** The description given to the model in this arm, if any. */
  readonly description?: string;
  /** The answer without sampling; only in the `image` arm. */
  readonly greedy?: ModelResponse;
  /** k answers sampled as in training. */
  readonly samples: readonly ModelResponse[];
}
