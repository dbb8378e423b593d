/**
 * Every metric name that engines report and that `until` may name, with what it means.
 * Engines translate their own names to these; a name not listed here may still be reported and is shown as it is.
 */
export const METRICS = {
  reward: { unit: '', doc: 'Mean total reward of the step’s rollouts.' },
  accuracy: {
    unit: '',
    doc: 'Mean accuracy part of the reward over the step’s rollouts (mean@k, k = group size).',
  },
  format: { unit: '', doc: 'Mean format part of the reward over the step’s rollouts.' },
  val_reward: { unit: '', doc: 'Mean total reward on the validation rows.' },
  val_accuracy: { unit: '', doc: 'Mean accuracy on the validation rows (mean@k of sampled answers).' },
  loss: { unit: '', doc: 'Training loss of the step.' },
  kl: { unit: 'nats', doc: 'Mean per-token KL estimate (k3) between the policy and the stage’s start.' },
  entropy: { unit: 'nats', doc: 'Mean per-token entropy of the sampling distribution.' },
  clip_fraction: { unit: '', doc: 'Share of tokens whose probability ratio was clipped.' },
  grad_norm: { unit: '', doc: 'Gradient norm before clipping.' },
  learning_rate: { unit: '', doc: 'Learning rate of the step.' },
  response_length: { unit: 'tokens', doc: 'Mean length of the responses.' },
  live_groups: { unit: '', doc: 'Share of groups whose rewards differ, the only ones with a gradient.' },
  truncated: { unit: '', doc: 'Share of responses cut at the length limit.' },
  tokens_per_second: { unit: 'tokens/s', doc: 'Sampled tokens a second.' },
  step_seconds: { unit: 's', doc: 'Wall-clock time of the step.' },
} as const;

export type MetricName = keyof typeof METRICS;

/** Whether more of a metric is better, less, or neither in itself. */
export type Direction = 'up' | 'down' | 'none';

const DIRECTIONS: Readonly<Partial<Record<string, Direction>>> = {
  reward: 'up',
  accuracy: 'up',
  format: 'up',
  val_reward: 'up',
  val_accuracy: 'up',
  tokens_per_second: 'up',
  loss: 'down',
  truncated: 'down',
  step_seconds: 'down',
} satisfies Partial<Record<MetricName, Direction>>;

/** What is wanted of a metric; `none` also for those that nobody knows. */
export const directionOf = (metric: string): Direction =>
  (Object.hasOwn(DIRECTIONS, metric) ? DIRECTIONS[metric] : undefined) ?? 'none';

/** What the supervisor measures of the machine. Several GPUs have a figure each, as `gpu_memory.1`. */
export const MACHINE_METRICS = {
  gpu_memory: { unit: 'GiB', doc: 'Memory in use on the GPU, by whomever.' },
  gpu_use: { unit: '%', doc: 'Share of the time in which the GPU was busy.' },
  memory: { unit: 'GiB', doc: 'Resident memory of the engine and its children.' },
  cpu: { unit: 'cores', doc: 'Processor cores that the engine and its children kept busy.' },
} as const;

/** What the making of a dataset measures; a point a second, counted from its first start on. */
export const MAKE_METRICS = {
  questions: { unit: '', doc: 'Questions that are there: written or read, and checked.' },
  requests: { unit: '', doc: 'Requests that servers answered since the start of the process.' },
  cached: { unit: '', doc: 'Requests that were answered before and cost nothing.' },
  requests_failed: { unit: '', doc: 'Requests that were given up after every retry.' },
  requests_per_second: { unit: '1/s', doc: 'Requests that servers answered in the last second.' },
  tokens: { unit: 'tokens', doc: 'Tokens that the servers counted, in and out.' },
  cost: { unit: '', doc: 'What was spent, by the prices that the curriculum names, in their currency.' },
  right: { unit: '', doc: 'Answers that are right, over all models and arms.' },
  wrong: { unit: '', doc: 'Answers that are wrong.' },
  unparsable: { unit: '', doc: 'Replies that hold no answer.' },
  missing: { unit: '', doc: 'Answers that never came.' },
  kept: { unit: '', doc: 'Questions that are kept.' },
  rated: { unit: '', doc: 'Rows whose pass rate is measured.' },
} as const;

/** Metric values by name; `MetricName`s first of all, but engines may report others. */
export type MetricValues = Readonly<Partial<Record<string, number>>>;
