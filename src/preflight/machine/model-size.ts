import { open, readdir, readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { presetOf, type ModelRef } from '../../language';

/** Parameters of a large model, and how they are known. */
export interface ModelSize {
  readonly parameters: number;
  /** Counted in the weights; otherwise what the model is known for, which is good for an estimate alone. */
  readonly exact: boolean;
  readonly source: string;
}

/**
 * Parameters of a model: counted in the headers of its safetensors files where they are on this machine (its folder,
 * or the cache of the Hub), else what a preset is known for. Nothing for a model that nothing is known of.
 */
export async function modelSize(model: ModelRef): Promise<ModelSize | undefined> {
  const folder = await modelFolder(model);
  const parameters = folder === undefined ? undefined : await counted(folder);
  if (parameters !== undefined && folder !== undefined)
    return { parameters, exact: true, source: `counted in the weights in ${folder}` };
  const preset = model.kind === 'folder' ? undefined : presetOf(model.kind === 'hub' ? model.id : model.name);
  return preset === undefined
    ? undefined
    : {
        parameters: preset.billions * 1e9,
        exact: false,
        source: `${preset.doc} has about ${preset.billions} billion`,
      };
}

/** The folder of a model on this machine: its own, or its newest snapshot in the Hub's cache. */
export async function modelFolder(model: ModelRef): Promise<string | undefined> {
  if (model.kind === 'folder') return model.path;
  const hub = model.kind === 'hub' ? model.id : presetOf(model.name)?.hub;
  return hub === undefined ? undefined : cached(hub);
}

/** The newest snapshot of a model in the Hub's cache. */
async function cached(id: string): Promise<string | undefined> {
  const { HF_HUB_CACHE, HF_HOME } = process.env;
  const cache = HF_HUB_CACHE ?? join(HF_HOME ?? join(homedir(), '.cache', 'huggingface'), 'hub');
  const home = join(cache, `models--${id.replaceAll('/', '--')}`);
  try {
    const revision = (await readFile(join(home, 'refs', 'main'), 'utf8')).trim();
    return /^[0-9a-f]{40}$/.test(revision) ? join(home, 'snapshots', revision) : undefined;
  } catch {
    return undefined;
  }
}

const MOST_FILES = 512;

async function counted(folder: string): Promise<number | undefined> {
  try {
    const names = (await readdir(folder)).filter((name) => name.endsWith('.safetensors'));
    if (names.length === 0 || names.length > MOST_FILES) return undefined;
    let total = 0;
    for (const name of names) total += await parametersIn(join(folder, name));
    return total > 0 ? total : undefined;
  } catch {
    return undefined;
  }
}

/** A header longer than this belongs to no model that is. */
const LONGEST_HEADER = 64 * 2 ** 20;

/**
 * Numbers in a safetensors file, from its header alone: 8 bytes of length (little-endian), then JSON with the shape
 * of each tensor. Throws when it is none.
 */
async function parametersIn(path: string): Promise<number> {
  const file = await open(path, 'r');
  try {
    const length = Buffer.alloc(8);
    await file.read(length, 0, 8, 0);
    const bytes = Number(length.readBigUInt64LE());
    if (bytes < 2 || bytes > LONGEST_HEADER) throw new Error(`${path} is no safetensors file`);
    const header = Buffer.alloc(bytes);
    await file.read(header, 0, bytes, 8);
    const tensors = JSON.parse(header.toString('utf8')) as Record<string, { readonly shape?: unknown }>;
    return Object.values(tensors).reduce((sum, { shape }) => sum + numbersIn(shape), 0);
  } finally {
    await file.close();
  }
}

const numbersIn = (shape: unknown): number =>
  Array.isArray(shape) && shape.every((side) => Number.isSafeInteger(side) && Number(side) >= 0)
    ? shape.reduce<number>((product, side) => product * Number(side), 1)
    : 0;
