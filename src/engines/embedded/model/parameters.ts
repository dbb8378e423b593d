import { elements, reshape, split, type Graph, type Shape, type Tensor } from '../autodiff';
import { normal, randomStream } from '../random';
import { patchCount, patchSize, type ModelConfig } from './config';

/** A named tensor inside the flat parameter vector `theta`. */
export interface ParameterSpec {
  readonly name: string;
  readonly shape: Shape;
  /** Standard deviation of the normal initialisation; `ones` for the gains of norms. */
  readonly init: number | 'ones';
  /** Weight decay applies (matrices; not embeddings, biases and gains). */
  readonly decay: boolean;
}

/** Parameters whose names begin so belong to the vision encoder, which `freeze: [vision]` holds still. */
export const VISION = 'vision.';

/** All parameters, in the order in which they lie in `theta`. */
export function parameterSpecs(config: ModelConfig): readonly ParameterSpec[] {
  const { width, layers, mlp, patchHidden, vocabulary } = config;
  const hidden = mlp * width;
  const matrix = (name: string, inputs: number, outputs: number, gain = 1): ParameterSpec => ({
    name,
    shape: [inputs, outputs],
    init: gain / Math.sqrt(inputs),
    decay: true,
  });
  const table = (name: string, rows: number, init: number): ParameterSpec => ({
    name,
    shape: [rows, width],
    init,
    decay: false,
  });
  const vector = (name: string, size: number, init: number | 'ones'): ParameterSpec => ({
    name,
    shape: [size],
    init,
    decay: false,
  });
  // Residual branches start small, so that the sum over layers keeps its scale.
  const branch = 1 / Math.sqrt(2 * layers);
  const blocks = Array.from({ length: layers }, (_, i) => [
    vector(`blocks.${i}.attention.norm`, width, 'ones'),
    matrix(`blocks.${i}.attention.qkv`, width, 3 * width),
    matrix(`blocks.${i}.attention.out`, width, width, branch),
    vector(`blocks.${i}.mlp.norm`, width, 'ones'),
    matrix(`blocks.${i}.mlp.in`, width, hidden),
    vector(`blocks.${i}.mlp.bias`, hidden, 0),
    matrix(`blocks.${i}.mlp.out`, hidden, width, 0.7 * branch),
  ]);
  return [
    matrix(`${VISION}in`, patchSize(config), patchHidden, 1.4),
    vector(`${VISION}bias`, patchHidden, 0),
    matrix(`${VISION}out`, patchHidden, width),
    table(`${VISION}position`, patchCount(config), 0.1),
    table('text.embedding', vocabulary, config.tied ? 0.5 / Math.sqrt(width) : 0.3),
    table('text.position', config.text, 0.1),
    ...blocks.flat(),
    vector('norm', width, 'ones'),
    ...(config.tied ? [] : [matrix('head', width, vocabulary, 0.5)]),
  ];
}

/** Length of `theta`. */
export const parameterCount = (config: ModelConfig): number =>
  parameterSpecs(config).reduce((sum, spec) => sum + elements(spec.shape), 0);

/** A fresh `theta`. */
export function initialParameters(config: ModelConfig, seed: number): Float32Array {
  const random = randomStream(seed, 0x7e7a);
  const theta = new Float32Array(parameterCount(config));
  let offset = 0;
  for (const { shape, init } of parameterSpecs(config)) {
    const end = offset + elements(shape);
    for (let i = offset; i < end; i++) theta[i] = init === 'ones' ? 1 : init && init * normal(random);
    offset = end;
  }
  return theta;
}

export type Parameters = (name: string) => Tensor;

/** Cuts `theta` into the named tensors; asking for an unknown name throws. */
export function parameters(graph: Graph, config: ModelConfig, theta: Tensor): Parameters {
  const specs = parameterSpecs(config);
  const flat = split(
    graph,
    theta,
    0,
    specs.map((spec) => elements(spec.shape)),
  );
  const shaped = new Map<string, Tensor>();
  specs.forEach((spec, i) => {
    const part = flat[i];
    if (part !== undefined) shaped.set(spec.name, reshape(graph, part, spec.shape));
  });
  return (name) => {
    const found = shaped.get(name);
    if (found === undefined) throw new Error(`the model has no parameter ${name}`);
    return found;
  };
}
