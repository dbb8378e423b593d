export interface SampledToken {
  readonly token: number;
  readonly logp: number;
  readonly entropy: number;
}

/**
 * Draws from softmax(scores / temperature), or takes the best token at temperature 0 (then `logp` is its
 * log-probability at temperature 1). `scores` is read from `offset`, `size` entries.
 */
export function sampleToken(
  scores: Float32Array,
  offset: number,
  size: number,
  temperature: number,
  random: () => number,
): SampledToken {
  let best = 0;
  let highest = -Infinity;
  for (let i = 0; i < size; i++) {
    const score = scores[offset + i] ?? -Infinity;
    if (score > highest) {
      highest = score;
      best = i;
    }
  }
  const divisor = temperature === 0 ? 1 : temperature;
  let total = 0;
  let weighted = 0;
  for (let i = 0; i < size; i++) {
    const exponent = ((scores[offset + i] ?? -Infinity) - highest) / divisor;
    const weight = Math.exp(exponent);
    total += weight;
    if (weight > 0) weighted += weight * exponent;
  }
  let token = best;
  if (temperature > 0) {
    let left = random() * total;
    for (let i = 0; i < size; i++) {
      left -= Math.exp(((scores[offset + i] ?? -Infinity) - highest) / divisor);
      if (left < 0) {
        token = i;
        break;
      }
    }
  }
  const normaliser = Math.log(total);
  return {
    token,
    logp: ((scores[offset + token] ?? -Infinity) - highest) / divisor - normaliser,
    entropy: normaliser - weighted / total,
  };
}
