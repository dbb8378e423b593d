import type { ModelConfig } from '../model';
import type { Runtime } from '../runtime/runtime';
import { newOptimizer, trainedRanges, type OptimizerState, type ParameterRange } from './adamw';

/** All that changes while a model is trained, with what is needed to change it. */
export interface Learner {
  readonly runtime: Runtime;
  readonly config: ModelConfig;
  readonly theta: Float32Array;
  readonly optimizer: OptimizerState;
  readonly ranges: readonly ParameterRange[];
}

/** A learner that starts from `theta` (changed in place) with a fresh optimizer, or goes on from a saved one. */
export const newLearner = (
  runtime: Runtime,
  config: ModelConfig,
  theta: Float32Array,
  options: { readonly freeze?: readonly 'vision'[]; readonly optimizer?: OptimizerState } = {},
): Learner => ({
  runtime,
  config,
  theta,
  optimizer: options.optimizer ?? newOptimizer(config),
  ranges: trainedRanges(config, options.freeze ?? []),
});
