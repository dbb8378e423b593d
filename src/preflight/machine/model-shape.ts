import { join } from 'node:path';
import { readRegularText } from '../../data';
import { presetOf, type ModelRef } from '../../language';
import { modelFolder } from './model-size';

/** The language model inside a vision-language model, as far as memory depends on it. */
export interface ModelShape {
  readonly layers: number;
  readonly hidden: number;
  readonly intermediate: number;
  readonly heads: number;
  /** Heads of keys and values; fewer than `heads` with grouped queries. */
  readonly kvHeads: number;
  readonly headSize: number;
  readonly vocabulary: number;
}

const shape = (
  layers: number,
  hidden: number,
  intermediate: number,
  [heads, kvHeads, headSize]: readonly [number, number, number],
  vocabulary: number,
): ModelShape => ({ layers, hidden, intermediate, heads, kvHeads, headSize, vocabulary });

/** Of models whose weights need not be here, from their published configurations. */
const KNOWN: Readonly<Record<string, ModelShape>> = {
  'Qwen/Qwen2.5-VL-3B-Instruct': shape(36, 2048, 11_008, [16, 2, 128], 151_936),
  'Qwen/Qwen2.5-VL-7B-Instruct': shape(28, 3584, 18_944, [28, 4, 128], 152_064),
  'Qwen/Qwen3-VL-8B-Instruct': shape(36, 4096, 12_288, [32, 8, 128], 151_936),
  'OpenGVLab/InternVL3-8B-hf': shape(28, 3584, 18_944, [28, 4, 128], 151_674),
  'OpenGVLab/InternVL3_5-8B-HF': shape(36, 4096, 12_288, [32, 8, 128], 151_936),
};

/** The shape in the configuration of a model that is on this machine, else what is known; nothing for any other. */
export async function modelShape(model: ModelRef): Promise<ModelShape | undefined> {
  const folder = await modelFolder(model);
  const config = folder === undefined ? undefined : await readRegularText(join(folder, 'config.json'));
  const read = config?.kind === 'text' ? parse(config.text) : undefined;
  if (read !== undefined || model.kind === 'folder') return read;
  const id = model.kind === 'hub' ? model.id : presetOf(model.name)?.hub;
  return id !== undefined && Object.hasOwn(KNOWN, id) ? KNOWN[id] : undefined;
}

type Words = Readonly<Record<string, unknown>>;

function parse(text: string): ModelShape | undefined {
  try {
    const config = JSON.parse(text) as Words;
    const own = (config.text_config ?? config.llm_config ?? config) as Words;
    const number = (key: string, other?: number): number => {
      const value = own[key] ?? config[key] ?? other;
      if (typeof value === 'number' && Number.isSafeInteger(value) && value > 0) return value;
      throw new Error(`no ${key}`);
    };
    const [hidden, heads] = [number('hidden_size'), number('num_attention_heads')];
    return {
      layers: number('num_hidden_layers'),
      hidden,
      intermediate: number('intermediate_size'),
      heads,
      kvHeads: number('num_key_value_heads', heads),
      headSize: number('head_dim', Math.floor(hidden / heads)),
      vocabulary: number('vocab_size'),
    };
  } catch {
    return undefined;
  }
}
