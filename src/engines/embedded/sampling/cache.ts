import {
  headSize,
  HIDDEN,
  prefixLength,
  type BatchShape,
  type DecodeShape,
  type ModelConfig,
} from '../model';
import type { Feed, Results } from '../runtime/runtime';

const FIRST_CAPACITY = 16;

/** Room for tokens doubles when it runs out: short answers stay cheap whatever the length limit is. */
export const nextCapacity = (capacity: number): number => (capacity === 0 ? FIRST_CAPACITY : capacity * 2);

/** Copies a cache [.., capacity, depth] into a larger one; new slots are zero. */
export function growCache(old: Float32Array, from: number, to: number, depth: number): Float32Array {
  const rows = old.length / (from * depth);
  const grown = new Float32Array(rows * to * depth);
  for (let row = 0; row < rows; row++)
    grown.set(old.subarray(row * from * depth, (row + 1) * from * depth), row * to * depth);
  return grown;
}

/** Keys and values: the prompts' (fixed, one a group) and the responses' (growing). */
export class ResponseCache {
  readonly #config: ModelConfig;
  readonly #prompt: Record<string, Feed> = {};
  #shape: DecodeShape;
  #responses: Float32Array[];

  constructor(
    config: ModelConfig,
    shape: BatchShape,
    group: number,
    lengths: readonly number[],
    prompt: Results,
  ) {
    this.#config = config;
    this.#shape = { ...shape, group, capacity: nextCapacity(0) };
    const prefix = prefixLength(config, shape);
    const size = [shape.rows, config.heads, prefix, headSize(config)];
    for (let block = 0; block < config.layers; block++) {
      this.#prompt[`prefix_keys.${block}`] = { floats: prompt(`keys.${block}`), shape: size };
      this.#prompt[`prefix_values.${block}`] = { floats: prompt(`values.${block}`), shape: size };
    }
    const hidden = new Float32Array(shape.rows * prefix);
    lengths.forEach((length, row) =>
      hidden.fill(HIDDEN, row * prefix + prefix - shape.length + length, (row + 1) * prefix),
    );
    this.#prompt.hidden = { floats: hidden, shape: [shape.rows, 1, 1, prefix] };
    const entries = shape.rows * config.heads * group * this.#shape.capacity * headSize(config);
    this.#responses = Array.from({ length: 2 * config.layers }, () => new Float32Array(entries));
  }

  /** The graph's sizes for writing at `step`; makes room first. */
  shape(step: number): DecodeShape {
    if (step < this.#shape.capacity) return this.#shape;
    const capacity = nextCapacity(this.#shape.capacity);
    const depth = headSize(this.#config);
    this.#responses = this.#responses.map((old) => growCache(old, this.#shape.capacity, capacity, depth));
    this.#shape = { ...this.#shape, capacity };
    return this.#shape;
  }

  feeds(step: number): Record<string, Feed> {
    const { rows, group, capacity } = this.shape(step);
    const { heads, layers } = this.#config;
    const size = [rows, heads, group, capacity, headSize(this.#config)];
    const slot = new Float32Array(capacity);
    slot[step] = 1;
    const unused = new Float32Array(capacity).fill(HIDDEN, step + 1);
    const feeds: Record<string, Feed> = {
      ...this.#prompt,
      slot: { floats: slot, shape: [capacity, 1] },
      unused: { floats: unused, shape: [1, 1, 1, capacity] },
    };
    this.#responses.forEach((floats, index) => {
      const name = index < layers ? `old_keys.${index}` : `old_values.${index - layers}`;
      feeds[name] = { floats, shape: size };
    });
    return feeds;
  }

  update(results: Results): void {
    const blocks = Array.from({ length: this.#config.layers }, (_, block) => block);
    this.#responses = [
      ...blocks.map((block) => results(`keys.${block}`)),
      ...blocks.map((block) => results(`values.${block}`)),
    ];
  }
}
