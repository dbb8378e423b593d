import { size } from '../../figures';
import type { ModelShape } from '../model-shape';

/** Something that takes memory of a GPU, with its formula. */
export interface MemoryPart {
  readonly bytes: number;
  /** Such as `8.80 billion weights x 2 bytes (frozen)`. */
  readonly words: string;
}

/** What vLLM takes of a GPU while responses are sampled. */
export interface VllmShare {
  /** Share of the whole GPU, 0 to 1. */
  readonly share: number;
  /** The key that says it. */
  readonly key: string;
  /** Given back while weights are updated. */
  readonly sleeps: boolean;
  /** What must find room in it: its weights, and keys and values of one response. */
  readonly inside: readonly MemoryPart[];
}

/** What a stage takes of each of its GPUs, and of the machine's own memory. */
export interface MemoryEstimate {
  readonly stage: string;
  /** Held while the weights are updated: weights, gradients, optimizer, reference. */
  readonly states: readonly MemoryPart[];
  /** Those of them that stay while responses are sampled; absent: all. */
  readonly whileSampling?: readonly MemoryPart[];
  /** On top while the weights are updated; absent where the model's shape is unknown. */
  readonly update?: readonly MemoryPart[];
  /** On top while the trainer itself samples. */
  readonly sampling?: readonly MemoryPart[];
  readonly vllm?: VllmShare;
  /** Of the machine, at the fullest moment. */
  readonly host: readonly MemoryPart[];
  /** How the number of weights is known. */
  readonly source: string;
}

/** Bytes of some parts. */
export const sum = (parts: readonly MemoryPart[]): number =>
  parts.reduce((total, { bytes }) => total + bytes, 0);

/** Parts as a formula: `16.0 GB (2 billion weights x 8 bytes) + 1.2 GB (...) = 17.2 GB`. */
export function formula(parts: readonly MemoryPart[]): string {
  const words = parts.map((part) => `${size(part.bytes)} (${part.words})`).join(' + ');
  return parts.length === 1 ? words : `${words} = ${size(sum(parts))}`;
}

/** `8.80 billion weights`; of small models their number in full. */
export const weightCount = (parameters: number): string =>
  parameters < 1e7
    ? `${Math.round(parameters).toLocaleString('en-US')} weights`
    : `${(parameters / 1e9).toPrecision(3)} billion weights`;

/** So many bytes a weight. */
export const weights = (parameters: number, bytes: number, words: string, shares = 1): MemoryPart => ({
  bytes: (parameters * bytes) / shares,
  words: `${weightCount(parameters)} x ${bytes} bytes: ${words}${shares > 1 ? `, shared by ${shares} GPUs` : ''}`,
});

/**
 * Weights of a LoRA adapter of rank r on all linear layers of the language model: r x (inputs + outputs) of queries,
 * keys, values, output and the three matrices of the feed-forward part (Hu et al., arXiv 2106.09685).
 */
export function adapterWeights(shape: ModelShape, rank: number): number {
  const { layers, hidden, intermediate, heads, kvHeads, headSize } = shape;
  const [queries, keys] = [heads * headSize, kvHeads * headSize];
  const attention = 2 * (hidden + queries) + 2 * (hidden + keys);
  return layers * rank * (attention + 3 * (hidden + intermediate));
}

/** Keys and values of so many sequences: two of each token and layer, in 16 bits. */
export function keysAndValues(shape: ModelShape, sequences: number, tokens: number): MemoryPart {
  const each = 2 * shape.layers * shape.kvHeads * shape.headSize * 2;
  return {
    bytes: sequences * tokens * each,
    words: `${sequences} x ${tokens} tokens x ${size(each)} of keys and values`,
  };
}

/**
 * What a pass forward keeps for the pass back, in 16 bits and with attention that keeps no matrix of scores: 34 bytes
 * a token and unit of width in each layer; with checkpointing 2 bytes at each layer's border and one layer whole
 * (Korthikanti et al., arXiv 2205.05198, section 4).
 */
export function activations(
  { layers, hidden }: ModelShape,
  { sequences, tokens, checkpointing }: Pass,
): MemoryPart {
  const bytes = checkpointing ? 2 * layers + 34 : 34 * layers;
  return {
    bytes: sequences * tokens * hidden * bytes,
    words: `${sequences} x ${tokens} tokens x ${hidden} wide x ${bytes} bytes of activations`,
  };
}

/** A pass of a micro batch at its longest. */
export interface Pass {
  readonly sequences: number;
  readonly tokens: number;
  readonly checkpointing: boolean;
}

/** Logits of the tokens that count, in 16 bits: they, their scaled copy, log-probabilities in 32 bits, gradient. */
export const logits = ({ vocabulary }: ModelShape, sequences: number, tokens: number): MemoryPart => ({
  bytes: sequences * tokens * vocabulary * 10,
  words: `${sequences} x ${tokens} tokens x ${vocabulary} words x 10 bytes of logits`,
});
