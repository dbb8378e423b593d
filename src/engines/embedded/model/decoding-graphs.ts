import {
  add,
  batchMatmul,
  concat,
  embed,
  Graph,
  mul,
  oneHot,
  reshape,
  rmsNorm,
  softmax,
  split,
  transpose,
  type Tensor,
} from '../autodiff';
import { headSize, patchCount, patchSize, type ModelConfig } from './config';
import { parameterCount, parameters } from './parameters';
import { finishBlock, hiddenStates, queryKeyValue, vocabularyScores } from './transformer';
import type { BatchShape } from './training-graph';

/** Positions of a prompt: its patches and its text. */
export const prefixLength = (config: ModelConfig, shape: BatchShape): number =>
  (shape.images ? patchCount(config) : 0) + shape.length;

/**
 * Reads prompts once. Inputs: `theta`, `patches` (with images), `ids` [rows, length], `last` [rows] (index of the last
 * prompt token). Outputs: `scores` [rows, vocabulary] of the next token and, for each block i, `keys.i` and `values.i`
 * [rows, heads, prefix, headSize].
 */
export function prefillGraph(config: ModelConfig, shape: BatchShape): Graph {
  const graph = new Graph();
  const { rows, length } = shape;
  const theta = graph.input('theta', [parameterCount(config)]);
  const patches = shape.images
    ? { patches: graph.input('patches', [rows, patchCount(config), patchSize(config)]) }
    : {};
  const ids = graph.input('ids', [rows, length], { type: 'int64' });
  const last = graph.input('last', [rows], { type: 'int64' });
  const p = parameters(graph, config, theta);
  const states = hiddenStates(graph, config, p, { ...patches, ids }, (block, keys, values) => {
    graph.output(`keys.${block}`, keys);
    graph.output(`values.${block}`, values);
  });
  const chosen = batchMatmul(graph, reshape(graph, oneHot(graph, last, length), [rows, 1, length]), states);
  graph.output('scores', vocabularyScores(graph, config, p, reshape(graph, chosen, [rows, config.width])));
  return graph;
}

export interface DecodeShape extends BatchShape {
  /** Responses a prompt; they share the prompt's keys and values. */
  readonly group: number;
  /** Tokens that the cache of the responses holds. */
  readonly capacity: number;
}

/**
 * One token further. With n = rows * group, inputs: `theta`, `tokens` and `positions` [n], `hidden` [rows, 1, 1,
 * prefix] (a large negative number where the prompt is padding), `slot` [capacity, 1] (one-hot: where the new keys go),
 * `unused` [1, 1, 1, capacity] (negative at slots not yet written), and for each block `prefix_keys.i`,
 * `prefix_values.i` from the prefill and `old_keys.i`, `old_values.i` [rows, heads, group, capacity, headSize].
 * Outputs: `scores` [n, vocabulary], `keys.i`, `values.i` (the cache with the new slot).
 */
export function decodeGraph(config: ModelConfig, shape: DecodeShape): Graph {
  const graph = new Graph();
  const { rows, group, capacity } = shape;
  const { heads, width } = config;
  const depth = headSize(config);
  const count = rows * group;
  const prefix = prefixLength(config, shape);
  const p = parameters(graph, config, graph.input('theta', [parameterCount(config)]));
  const tokens = graph.input('tokens', [count], { type: 'int64' });
  const positions = graph.input('positions', [count], { type: 'int64' });
  const hidden = graph.input('hidden', [rows, 1, 1, prefix]);
  const slot = graph.input('slot', [capacity, 1]);
  const unused = graph.input('unused', [1, 1, 1, capacity]);
  const cache = (name: string): Tensor => graph.input(name, [rows, heads, group, capacity, depth]);
  const prompt = (name: string): Tensor => graph.input(name, [rows, heads, prefix, depth]);
  const byHead = (x: Tensor): Tensor =>
    transpose(graph, reshape(graph, x, [rows, group, heads, depth]), [0, 2, 1, 3]);
  const alone = (x: Tensor): Tensor => reshape(graph, x, [rows, heads, group, 1, depth]);
  const written = (old: Tensor, fresh: Tensor): Tensor => add(graph, old, mul(graph, alone(fresh), slot));
  const factor = 1 / Math.sqrt(depth);

  let x = add(graph, embed(graph, p('text.embedding'), tokens), embed(graph, p('text.position'), positions));
  for (let block = 0; block < config.layers; block++) {
    const [q, k, v] = queryKeyValue(graph, config, p, block, x).map(byHead) as [Tensor, Tensor, Tensor];
    const keys = written(cache(`old_keys.${block}`), k);
    const values = written(cache(`old_values.${block}`), v);
    graph.output(`keys.${block}`, keys);
    graph.output(`values.${block}`, values);
    const toPrompt = batchMatmul(graph, q, prompt(`prefix_keys.${block}`), { b: true }, factor);
    const toResponse = batchMatmul(graph, alone(q), keys, { b: true }, factor);
    const scores = concat(
      graph,
      [
        add(graph, toPrompt, hidden),
        add(graph, reshape(graph, toResponse, [rows, heads, group, capacity]), unused),
      ],
      3,
    );
    const [onPrompt, onResponse] = split(graph, softmax(graph, scores), 3, [prefix, capacity]) as [
      Tensor,
      Tensor,
    ];
    const fromPrompt = batchMatmul(graph, onPrompt, prompt(`prefix_values.${block}`));
    const weights = reshape(graph, onResponse, [rows, heads, group, 1, capacity]);
    const fromResponse = batchMatmul(graph, weights, values);
    const mixed = add(graph, fromPrompt, reshape(graph, fromResponse, [rows, heads, group, depth]));
    const joined = reshape(graph, transpose(graph, mixed, [0, 2, 1, 3]), [count, width]);
    x = finishBlock(graph, p, block, x, joined);
  }
  graph.output('scores', vocabularyScores(graph, config, p, rmsNorm(graph, x, p('norm'))));
  return graph;
}
