import { dirname, join, resolve } from 'node:path';
import type { Curriculum } from '../../../language';
import { packageRoot } from '../../../protocol';
import type { EmbeddedOptions } from './options';

/** Name of the model that is shipped. */
const SHIPPED = 'micro-vlm';

/**
 * The folder of the model that the first stage starts from: the option `base`, a `model` that is a folder, or the
 * shipped micro model. It also stands in for a large model, so that any curriculum can be rehearsed; `standsIn` then
 * names that model.
 */
export function baseModel(
  curriculum: Pick<Curriculum, 'file' | 'model'>,
  options: EmbeddedOptions,
): { readonly folder: string; readonly standsIn?: string } {
  const { file, model } = curriculum;
  if (options.base !== undefined) return { folder: resolve(dirname(file), options.base) };
  if (model.kind === 'folder') return { folder: model.path };
  const folder = join(packageRoot(), 'models', SHIPPED);
  const name = model.kind === 'preset' ? model.name : model.id;
  return name === SHIPPED ? { folder } : { folder, standsIn: name };
}
