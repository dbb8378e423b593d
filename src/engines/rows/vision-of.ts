import { join } from 'node:path';
import { readRegularText } from '../../data';
import { presetOf, type ModelPreset, type ModelRef } from '../../language';
import { modelFolder } from './model-folder';
import type { Vision } from './image-tokens';

/** A model's image processor, and how it is known. */
export interface KnownVision {
  readonly vision: Vision;
  /** `model_type` of its configuration. */
  readonly family: ModelPreset['family'];
  /** To stand in a sentence: `Qwen3-VL: 32 x 32 pixels a token`. */
  readonly words: string;
  /** Longest context of the model in tokens, where its configuration is on this machine. */
  readonly context?: number;
}

/** What the published configurations of the families say; a model's own, where it is on this machine, wins. */
const FAMILIES: Readonly<Partial<Record<ModelPreset['family'], Vision>>> = {
  qwen2_5_vl: { kind: 'grid', side: 28, minPixels: 3136, maxPixels: 12_845_056, around: 2 },
  qwen3_vl: { kind: 'grid', side: 32, minPixels: 65_536, maxPixels: 16_777_216, around: 2 },
  internvl: { kind: 'tiles', side: 448, least: 1, most: 12, tokensATile: 256, around: 2 },
};

const NAMES: Readonly<Record<string, string>> = {
  qwen2_5_vl: 'Qwen2.5-VL',
  qwen3_vl: 'Qwen3-VL',
  internvl: 'InternVL',
};

/**
 * How a model turns images into tokens: by the configuration of its folder, or of the cache of the Hub, else by its
 * preset. Nothing for a family that is not known.
 */
export async function visionOf(model: ModelRef): Promise<KnownVision | undefined> {
  const folder = await modelFolder(model);
  const config = folder === undefined ? {} : await jsonOf(join(folder, 'config.json'));
  const preset = model.kind === 'folder' ? undefined : presetOf(model.kind === 'hub' ? model.id : model.name);
  const family = familyOf(config.model_type) ?? preset?.family;
  const usual = family === undefined ? undefined : FAMILIES[family];
  if (family === undefined || usual === undefined) return undefined;
  const processor = folder === undefined ? {} : await jsonOf(join(folder, 'preprocessor_config.json'));
  const vision = usual.kind === 'grid' ? ownGrid(usual, processor) : ownTiles(usual, processor, config);
  const context = contextOf(config);
  return { vision, family, words: wordsOf(family, vision), ...(context === undefined ? {} : { context }) };
}

const familyOf = (type: unknown): ModelPreset['family'] | undefined =>
  typeof type === 'string' && Object.hasOwn(FAMILIES, type) ? (type as ModelPreset['family']) : undefined;

const wordsOf = (family: string, vision: Vision): string =>
  vision.kind === 'grid'
    ? `${NAMES[family] ?? family}: ${vision.side} x ${vision.side} pixels a token`
    : `${NAMES[family] ?? family}: ${vision.tokensATile} tokens for each of 1 to ${vision.most} tiles and a small whole`;

type Json = Readonly<Record<string, unknown>>;

function ownGrid(usual: Extract<Vision, { kind: 'grid' }>, processor: Json): Vision {
  const size = isJson(processor.size) ? processor.size : {};
  const patch = whole(processor.patch_size);
  const merge = whole(processor.merge_size);
  return {
    ...usual,
    side: patch === undefined || merge === undefined ? usual.side : patch * merge,
    minPixels: whole(processor.min_pixels) ?? whole(size.shortest_edge) ?? usual.minPixels,
    maxPixels: whole(processor.max_pixels) ?? whole(size.longest_edge) ?? usual.maxPixels,
  };
}

function ownTiles(usual: Extract<Vision, { kind: 'tiles' }>, processor: Json, config: Json): Vision {
  const size = isJson(processor.size) ? processor.size : {};
  return {
    ...usual,
    side: whole(size.height) ?? usual.side,
    least: whole(processor.min_patches) ?? usual.least,
    most: Math.min(MOST_TILES, whole(processor.max_patches) ?? usual.most),
    tokensATile: whole(config.image_seq_length) ?? usual.tokensATile,
  };
}

/** A configuration is somebody else's file: beyond this, tiles are not counted out. */
const MOST_TILES = 100;

function contextOf(config: Json): number | undefined {
  const text = isJson(config.text_config) ? config.text_config : {};
  return whole(config.max_position_embeddings) ?? whole(text.max_position_embeddings);
}

const whole = (value: unknown): number | undefined =>
  typeof value === 'number' && Number.isSafeInteger(value) && value > 0 ? value : undefined;

const isJson = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

async function jsonOf(path: string): Promise<Json> {
  try {
    const file = await readRegularText(path);
    const value: unknown = file.kind === 'text' ? JSON.parse(file.text) : undefined;
    return isJson(value) ? value : {};
  } catch {
    return {};
  }
}
