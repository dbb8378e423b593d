import {
  add,
  batchMatmul,
  concat,
  embed,
  gemm,
  relu,
  reshape,
  rmsNorm,
  sizeOf,
  slice,
  softmax,
  split,
  squaredRelu,
  transpose,
  type Graph,
  type Tensor,
} from '../autodiff';
import { headSize, patchCount, patchSize, type ModelConfig } from './config';
import type { Parameters } from './parameters';

/** Added to the score of a position that must not be seen; exp of it is exactly 0 in float32. */
export const HIDDEN = -1e4;

/** What a whole-sequence pass sees. Rows of one batch all have an image or none has. */
export interface SequenceInputs {
  /** [rows, patches, patchSize] */
  readonly patches?: Tensor;
  /** [rows, length] */
  readonly ids: Tensor;
}

/** Keys and values of a block, [rows, heads, positions, headSize]. */
export type OnKeysAndValues = (block: number, keys: Tensor, values: Tensor) => void;

/**
 * Hidden states of the text positions, [rows, length, width]: a prefix transformer in which patches see one another
 * and text sees the patches and what came before it.
 */
export function hiddenStates(
  graph: Graph,
  config: ModelConfig,
  p: Parameters,
  inputs: SequenceInputs,
  onKeysAndValues?: OnKeysAndValues,
): Tensor {
  const { width, heads } = config;
  const rows = sizeOf(inputs.ids, 0);
  const length = sizeOf(inputs.ids, 1);
  const prefix = inputs.patches === undefined ? 0 : patchCount(config);
  const positions = prefix + length;
  const text = add(
    graph,
    embed(graph, p('text.embedding'), inputs.ids),
    slice(graph, p('text.position'), 0, 0, length),
  );
  const embedded =
    inputs.patches === undefined
      ? text
      : concat(graph, [patchEmbeddings(graph, config, p, inputs.patches), text], 1);
  const mask = graph.constant(prefixMask(prefix, positions), [1, 1, positions, positions]);
  const perHead = (x: Tensor): Tensor =>
    transpose(graph, reshape(graph, x, [rows, positions, heads, headSize(config)]), [0, 2, 1, 3]);

  let x = reshape(graph, embedded, [rows * positions, width]);
  for (let block = 0; block < config.layers; block++) {
    const [q, k, v] = queryKeyValue(graph, config, p, block, x).map(perHead) as [Tensor, Tensor, Tensor];
    onKeysAndValues?.(block, k, v);
    const scores = batchMatmul(graph, q, k, { b: true }, 1 / Math.sqrt(headSize(config)));
    const mixed = batchMatmul(graph, softmax(graph, add(graph, scores, mask)), v);
    const joined = reshape(graph, transpose(graph, mixed, [0, 2, 1, 3]), [rows * positions, width]);
    x = finishBlock(graph, p, block, x, joined);
  }
  const states = reshape(graph, x, [rows, positions, width]);
  return rmsNorm(graph, slice(graph, states, 1, prefix, positions), p('norm'));
}

/** Queries, keys and values of a block for `x` [n, width]: three tensors [n, width]. */
export function queryKeyValue(
  graph: Graph,
  config: ModelConfig,
  p: Parameters,
  block: number,
  x: Tensor,
): readonly Tensor[] {
  const normed = rmsNorm(graph, x, p(`blocks.${block}.attention.norm`));
  const { width } = config;
  return split(graph, gemm(graph, normed, p(`blocks.${block}.attention.qkv`)), 1, [width, width, width]);
}

/** The rest of a block after attention: output projection, then the hidden layer, each added to the stream. */
export function finishBlock(graph: Graph, p: Parameters, block: number, x: Tensor, attended: Tensor): Tensor {
  const middle = add(graph, x, gemm(graph, attended, p(`blocks.${block}.attention.out`)));
  const normed = rmsNorm(graph, middle, p(`blocks.${block}.mlp.norm`));
  const hidden = squaredRelu(
    graph,
    gemm(graph, normed, p(`blocks.${block}.mlp.in`), p(`blocks.${block}.mlp.bias`)),
  );
  return add(graph, middle, gemm(graph, hidden, p(`blocks.${block}.mlp.out`)));
}

/** Scores of the vocabulary for normed states [n, width]. */
export const vocabularyScores = (graph: Graph, config: ModelConfig, p: Parameters, states: Tensor): Tensor =>
  config.tied
    ? gemm(graph, states, p('text.embedding'), undefined, { b: true })
    : gemm(graph, states, p('head'));

function patchEmbeddings(graph: Graph, config: ModelConfig, p: Parameters, patches: Tensor): Tensor {
  const rows = sizeOf(patches, 0);
  const flat = reshape(graph, patches, [rows * patchCount(config), patchSize(config)]);
  const hidden = relu(graph, gemm(graph, flat, p('vision.in'), p('vision.bias')));
  const embedded = gemm(graph, hidden, p('vision.out'));
  return add(graph, reshape(graph, embedded, [rows, patchCount(config), config.width]), p('vision.position'));
}

/** Row i may see column j when j lies in the prefix or not after i. */
function prefixMask(prefix: number, positions: number): Float32Array {
  const mask = new Float32Array(positions * positions);
  for (let i = 0; i < positions; i++)
    for (let j = Math.max(prefix, i + 1); j < positions; j++) mask[i * positions + j] = HIDDEN;
  return mask;
}
