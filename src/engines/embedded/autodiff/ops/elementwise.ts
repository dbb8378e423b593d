import type { Graph } from '../graph';
import { broadcastShape, type Tensor } from '../tensor';
import { sumToShape } from './shape';

/** Broadcasting sum. */
export function add(graph: Graph, a: Tensor, b: Tensor): Tensor {
  const y = graph.node('Add', [a, b], broadcastShape(a.shape, b.shape));
  return graph.record(y, [a, b], (g) => [to(graph, g, a), to(graph, g, b)]);
}

/** Broadcasting difference. */
export function sub(graph: Graph, a: Tensor, b: Tensor): Tensor {
  const y = graph.node('Sub', [a, b], broadcastShape(a.shape, b.shape));
  return graph.record(y, [a, b], (g) => [
    to(graph, g, a),
    b.tracked ? to(graph, neg(graph, g), b) : undefined,
  ]);
}

/** Broadcasting product. */
export function mul(graph: Graph, a: Tensor, b: Tensor): Tensor {
  const y = graph.node('Mul', [a, b], broadcastShape(a.shape, b.shape));
  return graph.record(y, [a, b], (g) => [
    a.tracked ? to(graph, mul(graph, g, b), a) : undefined,
    b.tracked ? to(graph, mul(graph, g, a), b) : undefined,
  ]);
}

export const scale = (graph: Graph, x: Tensor, factor: number): Tensor => mul(graph, x, graph.scalar(factor));

export function neg(graph: Graph, x: Tensor): Tensor {
  return graph.record(graph.node('Neg', [x], x.shape), [x], (g) => [neg(graph, g)]);
}

export function exp(graph: Graph, x: Tensor): Tensor {
  const y = graph.node('Exp', [x], x.shape);
  return graph.record(y, [x], (g) => [mul(graph, g, y)]);
}

/** The square of the positive part: a smooth activation that is cheap on a CPU (Primer, arXiv 2109.08668). */
export function squaredRelu(graph: Graph, x: Tensor): Tensor {
  const positive = graph.node('Relu', [x], x.shape);
  const y = graph.node('Mul', [positive, positive], x.shape);
  return graph.record(y, [x], (g) => [mul(graph, g, scale(graph, positive, 2))]);
}

export function relu(graph: Graph, x: Tensor): Tensor {
  const y = graph.node('Relu', [x], x.shape);
  return graph.record(y, [x], (g) => {
    const positive = graph.node('Greater', [x, graph.scalar(0)], x.shape, { type: 'bool' });
    return [graph.node('Where', [positive, g, graph.scalar(0)], x.shape)];
  });
}

/** Elementwise minimum of equal shapes; at a tie the gradient goes to `b`. */
export function min(graph: Graph, a: Tensor, b: Tensor): Tensor {
  const shape = broadcastShape(a.shape, b.shape);
  const y = graph.node('Min', [a, b], shape);
  return graph.record(y, [a, b], (g) => {
    const first = graph.node('Less', [a, b], shape, { type: 'bool' });
    const zero = graph.scalar(0);
    return [
      a.tracked ? to(graph, graph.node('Where', [first, g, zero], shape), a) : undefined,
      b.tracked ? to(graph, graph.node('Where', [first, zero, g], shape), b) : undefined,
    ];
  });
}

/** Clamps to [low, high]; no gradient outside. */
export function clip(graph: Graph, x: Tensor, low: number, high: number): Tensor {
  const y = graph.node('Clip', [x, graph.scalar(low), graph.scalar(high)], x.shape);
  return graph.record(y, [x], (g) => {
    const inside = graph.node('Equal', [x, y], x.shape, { type: 'bool' });
    return [graph.node('Where', [inside, g, graph.scalar(0)], x.shape)];
  });
}

const to = (graph: Graph, gradient: Tensor, operand: Tensor): Tensor | undefined =>
  operand.tracked ? sumToShape(graph, gradient, operand.shape) : undefined;
