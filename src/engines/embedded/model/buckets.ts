import type { ModelConfig } from './config';

/** Text lengths that graphs are built for: a short task must not pay for a long context. */
const LENGTHS = [8, 12, 16, 24, 32, 48, 64, 96, 128, 192, 256, 384, 512, 768, 1024, 1536, 2048, 3072];

/** The smallest length, at most the context, that holds `length` tokens. */
export function textBucket(config: ModelConfig, length: number): number {
  const fitting = LENGTHS.find((bucket) => bucket >= length) ?? config.text;
  return Math.min(fitting, config.text);
}
