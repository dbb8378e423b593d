import type { ElementType } from '../onnx/model';

export type Shape = readonly number[];

/** A value of the graph under construction: a name and a static shape, never numbers. */
export interface Tensor {
  readonly name: string;
  readonly shape: Shape;
  readonly type: ElementType;
  /** A gradient flows back to it. */
  readonly tracked: boolean;
}

export const elements = (shape: Shape): number => shape.reduce((product, size) => product * size, 1);

/** Size along an axis; negative axes count from the end. Throws when the tensor has no such axis. */
export function sizeOf(tensor: Tensor, axis: number): number {
  const size = tensor.shape.at(axis);
  if (size === undefined) throw new Error(`${tensor.name} [${tensor.shape.join()}] has no axis ${axis}`);
  return size;
}

/** Negative axes made positive. */
export const positiveAxes = (shape: Shape, axes: readonly number[]): readonly number[] =>
  axes.map((axis) => (axis < 0 ? axis + shape.length : axis));

/** NumPy's broadcasting. Throws when the shapes do not fit. */
export function broadcastShape(a: Shape, b: Shape): Shape {
  const rank = Math.max(a.length, b.length);
  return Array.from({ length: rank }, (_, i) => {
    const x = a[a.length - rank + i] ?? 1;
    const y = b[b.length - rank + i] ?? 1;
    if (x !== y && x !== 1 && y !== 1) throw new Error(`[${a.join()}] and [${b.join()}] do not broadcast`);
    return Math.max(x, y);
  });
}
