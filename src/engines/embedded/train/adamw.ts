import { elements } from '../autodiff';
import { UserError } from '../errors';
import { parameterCount, parameterSpecs, VISION, type ModelConfig } from '../model';

export interface OptimizerState {
  /** Updates made. */
  updates: number;
  /** Running means of the gradient and of its square, laid out as `theta`. */
  readonly mean: Float32Array;
  readonly square: Float32Array;
}

export interface AdamWOptions {
  readonly learningRate: number;
  readonly weightDecay: number;
  /** Largest gradient norm. */
  readonly gradClip: number;
  readonly beta1?: number;
  readonly beta2?: number;
}

const BETA1 = 0.9;
const BETA2 = 0.99;
const EPSILON = 1e-8;

export const newOptimizer = (config: ModelConfig): OptimizerState => ({
  updates: 0,
  mean: new Float32Array(parameterCount(config)),
  square: new Float32Array(parameterCount(config)),
});

/** What the optimizer does with each part of `theta`: consecutive ranges. */
export interface ParameterRange {
  readonly from: number;
  readonly to: number;
  readonly decay: boolean;
}

/** The ranges of `theta` that are trained; a frozen vision encoder is left out. */
export function trainedRanges(config: ModelConfig, freeze: readonly 'vision'[]): readonly ParameterRange[] {
  const ranges: ParameterRange[] = [];
  let from = 0;
  for (const { name, shape, decay } of parameterSpecs(config)) {
    const to = from + elements(shape);
    if (!(freeze.includes('vision') && name.startsWith(VISION))) ranges.push({ from, to, decay });
    from = to;
  }
  return ranges;
}

/**
 * One AdamW update of `theta` in place (decoupled decay, arXiv 1711.05101). Returns the norm of the trained part of the
 * gradient before clipping. A gradient that is not finite throws: the weights stay as they were.
 */
export function adamW(
  theta: Float32Array,
  gradient: Float32Array,
  state: OptimizerState,
  ranges: readonly ParameterRange[],
  options: AdamWOptions,
): number {
  const { learningRate, weightDecay, gradClip, beta1 = BETA1, beta2 = BETA2 } = options;
  const { mean, square } = state;
  let squared = 0;
  for (const { from, to } of ranges) for (let i = from; i < to; i++) squared += (gradient[i] ?? 0) ** 2;
  const norm = Math.sqrt(squared);
  if (!Number.isFinite(norm))
    throw new UserError('The gradient is not finite any more: training has diverged', {
      hint: 'Lower `learning_rate`; the micro model takes about 3e-4 for GRPO and 2e-3 for supervised fine-tuning.',
    });
  state.updates += 1;
  const shrink = norm > gradClip ? gradClip / norm : 1;
  const rate = learningRate / (1 - beta1 ** state.updates);
  const correction = 1 / (1 - beta2 ** state.updates);
  for (const { from, to, decay } of ranges) {
    const keep = decay ? 1 - learningRate * weightDecay : 1;
    for (let i = from; i < to; i++) {
      const g = (gradient[i] ?? 0) * shrink;
      const m = beta1 * (mean[i] ?? 0) + (1 - beta1) * g;
      const v = beta2 * (square[i] ?? 0) + (1 - beta2) * g * g;
      mean[i] = m;
      square[i] = v;
      theta[i] = (theta[i] ?? 0) * keep - (rate * m) / (Math.sqrt(v * correction) + EPSILON);
    }
  }
  return norm;
}
