import type { Graph } from '../graph';
import { sizeOf, type Tensor } from '../tensor';
import { sumToShape } from './shape';

interface Transposes {
  readonly a?: boolean;
  readonly b?: boolean;
}

/** `op(a) @ op(b) + bias` of matrices; `bias` is a row. */
export function gemm(graph: Graph, a: Tensor, b: Tensor, bias?: Tensor, flip: Transposes = {}): Tensor {
  const { a: flipA = false, b: flipB = false } = flip;
  const shape = [sizeOf(a, flipA ? 1 : 0), sizeOf(b, flipB ? 0 : 1)];
  const inputs = bias === undefined ? [a, b] : [a, b, bias];
  const y = graph.node('Gemm', inputs, shape, { attributes: { transA: +flipA, transB: +flipB } });
  const product = (x: Tensor, z: Tensor, flipX: boolean, flipZ: boolean): Tensor =>
    gemm(graph, x, z, undefined, { a: flipX, b: flipZ });
  return graph.record(y, inputs, (g) => [
    !a.tracked ? undefined : flipA ? product(b, g, flipB, true) : product(g, b, false, !flipB),
    !b.tracked ? undefined : flipB ? product(g, a, true, flipA) : product(a, g, !flipA, false),
    bias?.tracked === true ? sumToShape(graph, g, bias.shape) : undefined,
  ]);
}

/**
 * `scale * op(a) @ op(b)` over equal leading axes. onnxruntime's FusedMatMul transposes while it multiplies, which
 * saves a copy of the keys in attention.
 */
export function batchMatmul(graph: Graph, a: Tensor, b: Tensor, flip: Transposes = {}, factor = 1): Tensor {
  const { a: flipA = false, b: flipB = false } = flip;
  const shape = [...a.shape.slice(0, -2), sizeOf(a, flipA ? -1 : -2), sizeOf(b, flipB ? -2 : -1)];
  const y = graph.node('FusedMatMul', [a, b], shape, {
    domain: 'com.microsoft',
    attributes: { transA: +flipA, transB: +flipB, alpha: { float: factor } },
  });
  const product = (x: Tensor, z: Tensor, flipX: boolean, flipZ: boolean): Tensor =>
    batchMatmul(graph, x, z, { a: flipX, b: flipZ }, factor);
  return graph.record(y, [a, b], (g) => [
    !a.tracked ? undefined : flipA ? product(b, g, flipB, true) : product(g, b, false, !flipB),
    !b.tracked ? undefined : flipB ? product(g, a, true, flipA) : product(a, g, !flipA, false),
  ]);
}
