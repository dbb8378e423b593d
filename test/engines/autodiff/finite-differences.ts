import { elements, gradients, Graph, type Shape, type Tensor } from '../../../src/engines/embedded/autodiff';
import { normal, randomStream } from '../../../src/engines/embedded/random';
import type { Feed, Runtime } from '../../../src/engines/embedded/runtime/runtime';

export interface GradientCase {
  readonly shapes: readonly Shape[];
  readonly build: (graph: Graph, inputs: readonly Tensor[]) => Tensor;
  /** Keeps inputs away from kinks; default: standard normal numbers. */
  readonly draw?: (random: () => number) => number;
}

const STEP = 1e-2;

/**
 * Relative difference |fd - g| / |fd| between the gradient that the graph computes and central finite differences of
 * the weighted sum of its outputs, over every entry of every input.
 */
export async function gradientError(
  runtime: Runtime,
  name: string,
  gradientCase: GradientCase,
): Promise<number> {
  const { shapes, build, draw = normal } = gradientCase;
  const random = randomStream(7);
  const graph = new Graph();
  const inputs = shapes.map((shape, i) => graph.input(`x${i}`, shape, { tracked: true }));
  const y = build(graph, inputs);
  graph.output('y', y);
  gradients(graph, y, inputs, graph.input('seed', y.shape)).forEach((g, i) => graph.output(`g${i}`, g));

  const values = shapes.map((shape) => Float32Array.from({ length: elements(shape) }, () => draw(random)));
  const seed = Float32Array.from({ length: elements(y.shape) }, () => normal(random));
  const run = () =>
    runtime.run(name, () => graph, {
      seed: { floats: seed, shape: y.shape },
      ...Object.fromEntries(
        values.map((floats, i): [string, Feed] => [`x${i}`, { floats, shape: shapes[i]! }]),
      ),
    });
  const weighted = async (): Promise<number> => {
    const result = (await run())('y');
    return result.reduce((sum, value, i) => sum + value * seed[i]!, 0);
  };

  const analytic = await run();
  let difference = 0;
  let size = 1e-12;
  for (const [i, input] of values.entries()) {
    const gradient = analytic(`g${i}`);
    for (let k = 0; k < input.length; k++) {
      const kept = input[k]!;
      input[k] = kept + STEP;
      const above = await weighted();
      input[k] = kept - STEP;
      const below = await weighted();
      input[k] = kept;
      const measured = (above - below) / (2 * STEP);
      difference += (measured - gradient[k]!) ** 2;
      size += measured ** 2;
    }
  }
  return Math.sqrt(difference / size);
}
