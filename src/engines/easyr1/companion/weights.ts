import { open, readdir, readFile, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { isRecord } from './follow/python-json';

const WHOLE = 'model.safetensors';
const INDEX = 'model.safetensors.index.json';
const MOST_HEADER_BYTES = 100 * 1024 * 1024;
const MOST_INDEX_BYTES = 64 * 1024 * 1024;

/**
 * What is wrong with the weights in a Hugging Face model folder; undefined when all are there. A file counts when it
 * is as long as its header says, so that one whose writing was cut short does not.
 */
export async function weightsFault(folder: string): Promise<string | undefined> {
  const names = await readdir(folder).catch((): string[] => []);
  if (!names.includes('config.json')) return 'it has no config.json';
  // transformers takes the single file where there are both.
  if (names.includes(WHOLE)) {
    const tensors = await tensorNames(join(folder, WHOLE));
    return tensors === undefined ? `${WHOLE} is cut short or damaged` : undefined;
  }
  if (names.includes(INDEX)) return indexFault(folder, names);
  return names.includes('adapter_model.safetensors')
    ? 'it has only the weights of an adapter'
    : `it has neither ${WHOLE} nor ${INDEX}`;
}

async function indexFault(folder: string, names: readonly string[]): Promise<string | undefined> {
  let index: unknown;
  try {
    const path = join(folder, INDEX);
    if ((await sizeOf(path)) > MOST_INDEX_BYTES) return `${INDEX} is too large`;
    index = JSON.parse(await readFile(path, 'utf8'));
  } catch {
    return `${INDEX} is no JSON`;
  }
  const map = isRecord(index) && isRecord(index.weight_map) ? index.weight_map : undefined;
  if (map === undefined || Object.keys(map).length === 0) return `${INDEX} names no weights`;
  const expected = new Map<string, string[]>();
  for (const [tensor, file] of Object.entries(map)) {
    if (typeof file !== 'string' || basename(file) !== file)
      return `${INDEX} names a file outside the folder`;
    const known = expected.get(file);
    if (known === undefined) expected.set(file, [tensor]);
    else known.push(tensor);
  }
  for (const [file, tensors] of expected) {
    if (!names.includes(file)) return `${file} is missing, which ${INDEX} names`;
    const there = await tensorNames(join(folder, file));
    if (there === undefined) return `${file} is cut short or damaged`;
    const missing = tensors.find((tensor) => !there.has(tensor));
    if (missing !== undefined) return `${file} has no tensor ${missing}, which ${INDEX} names`;
  }
  return undefined;
}

/** Names of the tensors of a safetensors file; undefined for one that is not whole. Only the header is read. */
async function tensorNames(path: string): Promise<ReadonlySet<string> | undefined> {
  try {
    await sizeOf(path);
    const file = await open(path, 'r');
    try {
      const { size } = await file.stat();
      const start = Buffer.alloc(8);
      await file.read(start, 0, 8, 0);
      const length = start.readBigUInt64LE();
      if (length > BigInt(Math.min(MOST_HEADER_BYTES, size - 8))) return undefined;
      const text = Buffer.alloc(Number(length));
      await file.read(text, 0, text.length, 8);
      const header: unknown = JSON.parse(text.toString('utf8'));
      if (!isRecord(header)) return undefined;
      const tensors = Object.entries(header).filter(([name]) => name !== '__metadata__');
      const end = tensors.reduce((most, [, entry]) => Math.max(most, endOf(entry)), 0);
      return tensors.length > 0 && size === 8 + text.length + end
        ? new Set(tensors.map(([name]) => name))
        : undefined;
    } finally {
      await file.close();
    }
  } catch {
    return undefined;
  }
}

/** Bytes of a regular file. Rejects for a pipe or a device, which may have no end: a model is somebody else's folder. */
async function sizeOf(path: string): Promise<number> {
  const info = await stat(path);
  if (!info.isFile()) throw new Error(`${path} is no regular file`);
  return info.size;
}

/** Where a tensor's bytes end; NaN, which fits no size, where that is not said. */
function endOf(entry: unknown): number {
  const offsets = isRecord(entry) ? entry.data_offsets : undefined;
  return Array.isArray(offsets) && typeof offsets[1] === 'number' ? offsets[1] : Number.NaN;
}
