import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** What a folder of a checkpoint holds, as far as a server is concerned. */
export type ModelFolder =
  | { readonly kind: 'model' }
  /** A LoRA adapter without the weights below it; `base` as its file names it. */
  | { readonly kind: 'adapter'; readonly base?: string }
  /** A configuration without weights, or with some of its pieces missing. */
  | { readonly kind: 'unmerged'; readonly missing?: string }
  | { readonly kind: 'none' };

const WEIGHTS = /\.(?:safetensors|bin)$/;
const INDEXES = ['model.safetensors.index.json', 'pytorch_model.bin.index.json'];
const LARGEST = 32 * 2 ** 20;

/** Looks into a folder in Hugging Face's format. Never throws: what cannot be read is not there. */
export function lookAtFolder(folder: string): ModelFolder {
  const names = namesIn(folder);
  if (names.length === 0) return { kind: 'none' };
  const weights = names.filter((name) => WEIGHTS.test(name) && !/^(?:adapter|optimizer|training)/.test(name));
  const index = INDEXES.find((name) => names.includes(name));
  if (index !== undefined) {
    const missing = piecesOf(join(folder, index)).find((name) => !names.includes(name));
    if (missing !== undefined) return { kind: 'unmerged', missing };
  }
  if (names.includes('config.json')) return weights.length > 0 ? { kind: 'model' } : { kind: 'unmerged' };
  if (!names.includes('adapter_config.json')) return { kind: 'none' };
  const base = jsonOf(join(folder, 'adapter_config.json')).base_model_name_or_path;
  return { kind: 'adapter', ...(typeof base === 'string' && base !== '' ? { base } : {}) };
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

/** Files that an index says the weights are in. */
function piecesOf(index: string): readonly string[] {
  const map = jsonOf(index).weight_map;
  return typeof map === 'object' && map !== null
    ? [...new Set(Object.values(map).filter((name): name is string => typeof name === 'string'))]
    : [];
}

function jsonOf(path: string): Readonly<Record<string, unknown>> {
  try {
    if (!existsSync(path) || statSync(path).size > LARGEST) return {};
    const value: unknown = JSON.parse(readFileSync(path, 'utf8'));
    return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
  } catch {
    return {};
  }
}
