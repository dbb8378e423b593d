import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { readRegularText } from '../../data';
import type { ModelRef } from '../../language';

/** What is wrong with a model as TRL's start, and what to do. */
export interface ModelFault {
  readonly message: string;
  readonly hint: string;
}

const WEIGHTS = /\.(?:safetensors|bin)$/;

/**
 * What is wrong with the model of a curriculum: the micro model, a folder that holds none, or only an adapter. What
 * lies on the Hub is not looked at.
 */
export async function modelFault(model: ModelRef): Promise<ModelFault | undefined> {
  if (model.kind === 'preset' && model.name === 'micro-vlm')
    return {
      message: '`micro-vlm` is the micro model of the embedded engine, and TRL cannot load it',
      hint: 'Name a model of the Hub (`Qwen/Qwen2.5-VL-3B-Instruct`) or a folder, or write `engine: embedded`.',
    };
  return model.kind === 'folder' ? folderFault(model.path) : undefined;
}

async function folderFault(folder: string): Promise<ModelFault | undefined> {
  const none = (why: string, hint?: string): ModelFault => ({
    message: `${folder} is no model that TRL can load: ${why}`,
    hint: hint ?? 'Name a folder as `save_pretrained` writes it: config, processor and weights.',
  });
  let names: readonly string[];
  try {
    names = await readdir(folder);
  } catch {
    return none('the folder cannot be read');
  }
  const config = await readRegularText(join(folder, 'config.json'));
  if (config.kind !== 'text') {
    const base = await baseOfAdapter(folder);
    if (base !== undefined)
      return none(
        `it is an adapter${base === '' ? '' : ` of ${base}`} without the model`,
        'Merge it into its model first (`merge_and_unload` of peft), or start a stage from a checkpoint of ours.',
      );
    return none(config.kind === 'missing' ? 'it has no config.json' : `config.json: ${config.reason}`);
  }
  const kind = modelType(config.text);
  if (kind === undefined) return none('its config.json names no `model_type`');
  if (!names.some((name) => WEIGHTS.test(name) && !name.startsWith('adapter_')))
    return none('it has no weights (*.safetensors)');
  if (!names.some((name) => /^(?:preprocessor|processor)_config\.json$/.test(name)))
    return none(
      'it has no processor (processor_config.json), so it takes no images',
      'Save the processor beside the weights (`AutoProcessor.save_pretrained`).',
    );
  return undefined;
}

function modelType(text: string): string | undefined {
  try {
    const { model_type: kind } = JSON.parse(text) as { readonly model_type?: unknown };
    return typeof kind === 'string' ? kind : undefined;
  } catch {
    return undefined;
  }
}

/** The model that an adapter was trained on, empty where it does not say; nothing for a folder that is no adapter. */
async function baseOfAdapter(folder: string): Promise<string | undefined> {
  const config = await readRegularText(join(folder, 'adapter_config.json'));
  if (config.kind !== 'text') return undefined;
  try {
    const { base_model_name_or_path: base } = JSON.parse(config.text) as Readonly<Record<string, unknown>>;
    return typeof base === 'string' ? base : '';
  } catch {
    return '';
  }
}
