import type { Graph } from '../graph';
import { elements, sizeOf, type Tensor } from '../tensor';
import { mul } from './elementwise';
import { gemm } from './linear';
import { sum } from './reduce';
import { reshape } from './shape';

/** Ids to rows of 0 and a single 1; the new last axis has size `depth`. */
export function oneHot(graph: Graph, ids: Tensor, depth: number): Tensor {
  const inputs = [ids, graph.integers([depth], []), graph.constant([0, 1], [2])];
  return graph.node('OneHot', inputs, [...ids.shape, depth], { attributes: { axis: -1 } });
}

/**
 * Rows of a table by id. The gradient is a product with one-hot rows rather than a scatter: the order of its sums is
 * fixed, so weights are bit-identical however many threads run.
 */
export function embed(graph: Graph, table: Tensor, ids: Tensor): Tensor {
  const rows = sizeOf(table, 0);
  const width = sizeOf(table, 1);
  const y = graph.node('Gather', [table, ids], [...ids.shape, width], { attributes: { axis: 0 } });
  return graph.record(y, [table], (g) => {
    const count = elements(ids.shape);
    const flat = graph.node('Reshape', [ids, graph.integers([count])], [count], { type: 'int64' });
    const chosen = oneHot(graph, flat, rows);
    return [gemm(graph, chosen, reshape(graph, g, [count, width]), undefined, { a: true })];
  });
}

/** `x[..., ids[...]]`: one entry of the last axis for each id. */
export function pick(graph: Graph, x: Tensor, ids: Tensor): Tensor {
  return sum(graph, mul(graph, x, oneHot(graph, ids, sizeOf(x, -1))), [-1]);
}
