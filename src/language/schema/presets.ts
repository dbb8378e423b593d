import type { EngineName } from './shape';

/** A model known by name. */
export interface ModelPreset {
  readonly doc: string;
  /** Hub id of the weights; absent for the model that is shipped with the program. */
  readonly hub?: string;
  /** `model_type` of its configuration. */
  readonly family: 'micro-vlm' | 'qwen2_5_vl' | 'qwen3_vl' | 'internvl';
  /** Parameters, in billions, for reading; memory estimates take the exact count from the weights. */
  readonly billions: number;
  readonly engines: readonly EngineName[];
  /** Module prefix of the vision encoder in Transformers, which `freeze: [vision]` is about. */
  readonly visionTower: string;
  /** Engines whose own option for freezing finds this vision tower. */
  readonly freezableBy: readonly EngineName[];
}

/**
 * The backbones of the paper and the model that is shipped. EasyR1 looks for a vision tower named `visual` alone, so
 * it does not find InternVL's `vision_tower` and would train it although told to freeze it.
 */
export const MODEL_PRESETS = {
  'micro-vlm': {
    doc: 'The micro model that is shipped with Stagecraft: images of any size, short answers, trains on a CPU.',
    family: 'micro-vlm',
    billions: 0.0002,
    engines: ['embedded'],
    visionTower: 'vision',
    freezableBy: ['embedded'],
  },
  'qwen2.5-vl-7b': {
    doc: 'Qwen2.5-VL 7B Instruct.',
    hub: 'Qwen/Qwen2.5-VL-7B-Instruct',
    family: 'qwen2_5_vl',
    billions: 8.3,
    engines: ['trl', 'easyr1'],
    visionTower: 'visual',
    freezableBy: ['trl', 'easyr1'],
  },
  'qwen3-vl-8b': {
    doc: 'Qwen3-VL 8B Instruct, the main backbone of the paper.',
    hub: 'Qwen/Qwen3-VL-8B-Instruct',
    family: 'qwen3_vl',
    billions: 8.8,
    engines: ['trl', 'easyr1'],
    visionTower: 'visual',
    freezableBy: ['trl', 'easyr1'],
  },
  'internvl3-8b': {
    doc: 'InternVL3 8B in the Transformers format.',
    hub: 'OpenGVLab/InternVL3-8B-hf',
    family: 'internvl',
    billions: 7.9,
    engines: ['trl', 'easyr1'],
    visionTower: 'vision_tower',
    freezableBy: ['trl'],
  },
  'internvl3.5-8b': {
    doc: 'InternVL3.5 8B in the Transformers format.',
    hub: 'OpenGVLab/InternVL3_5-8B-HF',
    family: 'internvl',
    billions: 8.5,
    engines: ['trl', 'easyr1'],
    visionTower: 'vision_tower',
    freezableBy: ['trl'],
  },
} as const satisfies Readonly<Record<string, ModelPreset>>;

export type PresetName = keyof typeof MODEL_PRESETS;

/** The model of a curriculum that names none, which only the embedded engine can train. */
export const EMBEDDED_MODEL: PresetName = 'micro-vlm';

const byName: Readonly<Record<string, ModelPreset>> = MODEL_PRESETS;

/** The preset that a name or a Hub id stands for. */
export function presetOf(nameOrHubId: string): ModelPreset | undefined {
  if (Object.hasOwn(byName, nameOrHubId)) return byName[nameOrHubId];
  return Object.values(byName).find((preset) => preset.hub === nameOrHubId);
}
