import type { Graph } from './graph';
import { add } from './ops/elementwise';
import { zeros } from './ops/shape';
import type { Tensor } from './tensor';

/**
 * Adds the backward pass to the graph: the gradients of `result` with respect to `variables`, in their order.
 * `seed` (the shape of `result`) is the gradient that flows into it; absent means ones.
 */
export function gradients(
  graph: Graph,
  result: Tensor,
  variables: readonly Tensor[],
  seed?: Tensor,
): readonly Tensor[] {
  return graph.untaped((tape) => {
    const known = new Map<string, Tensor>();
    known.set(result.name, seed ?? ones(graph, result));
    for (const { inputs, outputs, vjp } of tape.toReversed()) {
      const flowing = outputs.map((output) => known.get(output.name));
      if (flowing.every((gradient) => gradient === undefined)) continue;
      vjp(flowing).forEach((gradient, index) => {
        const input = inputs[index];
        if (gradient === undefined || input?.tracked !== true) return;
        const before = known.get(input.name);
        known.set(input.name, before === undefined ? gradient : add(graph, before, gradient));
      });
    }
    return variables.map((variable) => known.get(variable.name) ?? zeros(graph, variable.shape));
  });
}

const ones = (graph: Graph, like: Tensor): Tensor =>
  graph.node('Expand', [graph.scalar(1), graph.integers(like.shape)], like.shape);
