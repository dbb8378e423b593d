import {
  add,
  clip,
  exp,
  gradients,
  Graph,
  logSoftmax,
  min,
  mul,
  neg,
  pick,
  reshape,
  scale,
  sub,
  sumAll,
  type Tensor,
} from '../autodiff';
import { patchCount, patchSize, type ModelConfig } from './config';
import { parameterCount, parameters } from './parameters';
import { hiddenStates, vocabularyScores } from './transformer';

/** A static batch: every size is baked into the graph. */
export interface BatchShape {
  readonly rows: number;
  /** Text positions. */
  readonly length: number;
  readonly images: boolean;
}

/** What is computed from the log-probabilities of the targets. */
export type Objective =
  | { readonly kind: 'score'; readonly temperature: number }
  | { readonly kind: 'sft' }
  | {
      readonly kind: 'grpo';
      readonly temperature: number;
      readonly clipLow: number;
      readonly clipHigh: number;
      /** KL coefficient; 0 leaves the reference out of the graph. */
      readonly kl: number;
    };

/**
 * Inputs: `theta` [parameters], `patches` [rows, patches, patchSize] (with images), `ids` and `targets` [rows, length];
 * `weights` [rows, length] (0 where nothing is learned) unless scoring; for GRPO also `advantages` [rows, 1], `old`
 * and, with a KL coefficient, `reference` [rows, length].
 * Outputs: `logp` [rows, length]; `loss` (scalar) and `grad` [parameters] unless scoring. The loss is the weighted
 * sum, so gradients of the parts of a batch add up to the gradient of the batch.
 */
export function trainingGraph(config: ModelConfig, shape: BatchShape, objective: Objective): Graph {
  const graph = new Graph();
  const { rows, length } = shape;
  const training = objective.kind !== 'score';
  const theta = graph.input('theta', [parameterCount(config)], { tracked: training });
  const patches = shape.images
    ? { patches: graph.input('patches', [rows, patchCount(config), patchSize(config)]) }
    : {};
  const ids = graph.input('ids', [rows, length], { type: 'int64' });
  const targets = graph.input('targets', [rows, length], { type: 'int64' });
  const p = parameters(graph, config, theta);
  const states = hiddenStates(graph, config, p, { ...patches, ids });
  const scores = vocabularyScores(graph, config, p, reshape(graph, states, [rows * length, config.width]));
  const temperature = objective.kind === 'sft' ? 1 : objective.temperature;
  const tempered = temperature === 1 ? scores : scale(graph, scores, 1 / temperature);
  const all = reshape(graph, logSoftmax(graph, tempered), [rows, length, config.vocabulary]);
  const logp = pick(graph, all, targets);
  graph.output('logp', logp);
  if (!training) return graph;

  const weights = graph.input('weights', [rows, length]);
  const gain = objective.kind === 'sft' ? logp : policyGain(graph, shape, objective, logp);
  const loss = neg(graph, sumAll(graph, mul(graph, gain, weights)));
  graph.output('loss', loss);
  for (const gradient of gradients(graph, loss, [theta])) graph.output('grad', gradient);
  return graph;
}

/**
 * Per token: min(r A, clip(r, 1 - low, 1 + high) A) - kl * k3, where r is the ratio to the sampling policy, A the
 * advantage and k3 = exp(d) - d - 1 with d = reference - logp (GRPO, arXiv 2402.03300; separate upper clip, DAPO,
 * arXiv 2503.14476).
 */
function policyGain(
  graph: Graph,
  { rows, length }: BatchShape,
  objective: Extract<Objective, { kind: 'grpo' }>,
  logp: Tensor,
): Tensor {
  const advantages = graph.input('advantages', [rows, 1]);
  const old = graph.input('old', [rows, length]);
  const ratio = exp(graph, sub(graph, logp, old));
  const clipped = clip(graph, ratio, 1 - objective.clipLow, 1 + objective.clipHigh);
  const gain = min(graph, mul(graph, ratio, advantages), mul(graph, clipped, advantages));
  if (objective.kl === 0) return gain;
  const reference = graph.input('reference', [rows, length]);
  const difference = clip(graph, sub(graph, reference, logp), -20, 20);
  const k3 = sub(graph, sub(graph, exp(graph, difference), difference), graph.scalar(1));
  return add(graph, gain, scale(graph, k3, -objective.kl));
}
