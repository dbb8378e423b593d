import type { Graph } from '../graph';
import type { Tensor } from '../tensor';
import { exp, mul, sub } from './elementwise';
import { sum } from './reduce';
import { sumToShape } from './shape';

/** Softmax over the last axis. */
export function softmax(graph: Graph, x: Tensor): Tensor {
  const y = graph.node('Softmax', [x], x.shape, { attributes: { axis: -1 } });
  return graph.record(y, [x], (g) => {
    const weighted = mul(graph, g, y);
    return [sub(graph, weighted, mul(graph, y, sum(graph, weighted, [-1], true)))];
  });
}

/** Logarithm of the softmax over the last axis. */
export function logSoftmax(graph: Graph, x: Tensor): Tensor {
  const y = graph.node('LogSoftmax', [x], x.shape, { attributes: { axis: -1 } });
  return graph.record(y, [x], (g) => [sub(graph, g, mul(graph, exp(graph, y), sum(graph, g, [-1], true)))]);
}

const EPSILON = 1e-5;

/** `gain * x / rms(x)` over the last axis (arXiv 1910.07467), with its gradient in closed form. */
export function rmsNorm(graph: Graph, x: Tensor, gain: Tensor): Tensor {
  const last = x.shape.length - 1;
  const column = [...x.shape.slice(0, last), 1];
  const mean = (value: Tensor): Tensor =>
    graph.node('ReduceMean', [value], column, { attributes: { axes: [last], keepdims: 1 } });
  const square = mean(graph.node('Mul', [x, x], x.shape));
  const rms = graph.node('Sqrt', [graph.node('Add', [square, graph.scalar(EPSILON)], column)], column);
  const inverse = graph.node('Reciprocal', [rms], column);
  const unit = graph.node('Mul', [x, inverse], x.shape);
  const y = graph.node('Mul', [unit, gain], x.shape);
  return graph.record(y, [x, gain], (g) => {
    const scaled = mul(graph, g, gain);
    const along = mul(graph, unit, mean(mul(graph, scaled, unit)));
    return [
      x.tracked ? mul(graph, sub(graph, scaled, along), inverse) : undefined,
      gain.tracked ? sumToShape(graph, mul(graph, g, unit), gain.shape) : undefined,
    ];
  });
}
