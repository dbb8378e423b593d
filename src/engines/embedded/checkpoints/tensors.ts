import { UserError } from '../errors';
import { elements } from '../autodiff';
import { parameterSpecs, parameterCount, type ModelConfig } from '../model';
import type { NamedTensor } from './safetensors';

/** A flat vector laid out as `theta`, as named tensors (views, not copies). */
export function toTensors(config: ModelConfig, flat: Float32Array, prefix = ''): Map<string, NamedTensor> {
  const tensors = new Map<string, NamedTensor>();
  let from = 0;
  for (const { name, shape } of parameterSpecs(config)) {
    const to = from + elements(shape);
    tensors.set(prefix + name, { shape, values: flat.subarray(from, to) });
    from = to;
  }
  return tensors;
}

/** The reverse; throws when a tensor is missing, has another shape or a value that is not finite. */
export function fromTensors(
  config: ModelConfig,
  tensors: ReadonlyMap<string, NamedTensor>,
  file: string,
  prefix = '',
): Float32Array {
  const flat = new Float32Array(parameterCount(config));
  let from = 0;
  for (const { name, shape } of parameterSpecs(config)) {
    const found = tensors.get(prefix + name);
    if (found === undefined) throw new UserError(`${file} has no tensor ${prefix + name}.`);
    if (found.shape.join() !== shape.join())
      throw new UserError(
        `${file}: tensor ${prefix + name} is [${found.shape.join()}], config.json asks for [${shape.join()}].`,
      );
    if (!found.values.every(Number.isFinite))
      throw new UserError(`${file}: tensor ${prefix + name} holds values that are not finite.`);
    flat.set(found.values, from);
    from += found.values.length;
  }
  return flat;
}
