import type { Graph } from '../graph';
import { elements, sizeOf, type Shape, type Tensor } from '../tensor';

/** Row-major reshape. */
export function reshape(graph: Graph, x: Tensor, shape: Shape): Tensor {
  if (elements(shape) !== elements(x.shape))
    throw new Error(`[${x.shape.join()}] cannot be reshaped to [${shape.join()}]`);
  const y = graph.node('Reshape', [x, graph.integers(shape)], shape, { type: x.type });
  return graph.record(y, [x], (g) => [reshape(graph, g, x.shape)]);
}

/** Axis `i` of the result is axis `order[i]` of `x`. */
export function transpose(graph: Graph, x: Tensor, order: readonly number[]): Tensor {
  const inverse = order.map((_, axis) => order.indexOf(axis));
  const shape = order.map((axis) => sizeOf(x, axis));
  const y = graph.node('Transpose', [x], shape, { attributes: { perm: order } });
  return graph.record(y, [x], (g) => [transpose(graph, g, inverse)]);
}

export function concat(graph: Graph, parts: readonly Tensor[], axis: number): Tensor {
  const sizes = parts.map((part) => sizeOf(part, axis));
  const total = sizes.reduce((sum, size) => sum + size, 0);
  const shape = (parts[0]?.shape ?? []).map((size, i) => (i === axis ? total : size));
  const y = graph.node('Concat', parts, shape, { attributes: { axis } });
  return graph.record(y, parts, (g) => split(graph, g, axis, sizes));
}

/** Cuts `x` along an axis into parts of the given sizes. */
export function split(graph: Graph, x: Tensor, axis: number, sizes: readonly number[]): readonly Tensor[] {
  const shapes = sizes.map((part) => x.shape.map((size, i) => (i === axis ? part : size)));
  const parts = graph.nodes('Split', [x, graph.integers(sizes)], shapes, { attributes: { axis } });
  return graph.recordAll(parts, [x], (gs) => [
    concat(
      graph,
      gs.map((g, i) => g ?? zeros(graph, shapes[i] ?? [])),
      axis,
    ),
  ]);
}

/** The entries `from` (inclusive) to `to` (exclusive) along an axis. */
export function slice(graph: Graph, x: Tensor, axis: number, from: number, to: number): Tensor {
  const sizes = [from, to - from, sizeOf(x, axis) - to];
  const kept = sizes.map((size, i) => ({ size, i })).filter(({ size }) => size > 0);
  if (kept.length === 1) return x;
  const parts = split(
    graph,
    x,
    axis,
    kept.map(({ size }) => size),
  );
  const part = parts[kept.findIndex(({ i }) => i === 1)];
  if (part === undefined) throw new Error(`an empty slice of ${x.name}`);
  return part;
}

/** Repeats entries along axes of size 1. */
export function expand(graph: Graph, x: Tensor, shape: Shape): Tensor {
  const y = graph.node('Expand', [x, graph.integers(shape)], shape);
  return graph.record(y, [x], (g) => [sumToShape(graph, g, x.shape)]);
}

export const zeros = (graph: Graph, shape: Shape): Tensor =>
  graph.node('Expand', [graph.scalar(0), graph.integers(shape)], shape);

/** Undoes a broadcast: sums `x` over the axes along which `shape` was repeated. Not differentiable. */
export function sumToShape(graph: Graph, x: Tensor, shape: Shape): Tensor {
  const extra = x.shape.length - shape.length;
  const axes = x.shape.flatMap((size, i) => (i < extra || (shape[i - extra] === 1 && size !== 1) ? [i] : []));
  if (axes.length === 0) return x;
  const kept = x.shape.map((size, i) => (axes.includes(i) ? 1 : size));
  const sum = graph.node('ReduceSum', [x, graph.integers(axes)], kept, { attributes: { keepdims: 1 } });
  return extra === 0 ? sum : graph.node('Reshape', [sum, graph.integers(shape)], shape);
}
