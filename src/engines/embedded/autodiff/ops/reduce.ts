import type { Graph } from '../graph';
import { positiveAxes, type Tensor } from '../tensor';
import { expand, reshape } from './shape';

/** Sum over axes, which are dropped unless `keep`. */
export function sum(graph: Graph, x: Tensor, axes: readonly number[], keep = false): Tensor {
  const reduced = positiveAxes(x.shape, axes);
  const kept = x.shape.map((size, axis) => (reduced.includes(axis) ? 1 : size));
  const shape = keep ? kept : x.shape.filter((_, axis) => !reduced.includes(axis));
  const y = graph.node('ReduceSum', [x, graph.integers(reduced)], shape, {
    attributes: { keepdims: keep ? 1 : 0 },
  });
  return graph.record(y, [x], (g) => [expand(graph, keep ? g : reshape(graph, g, kept), x.shape)]);
}

/** Sum of all entries: a scalar. */
export const sumAll = (graph: Graph, x: Tensor): Tensor =>
  sum(
    graph,
    x,
    x.shape.map((_, axis) => axis),
  );
