import { open } from 'node:fs/promises';
import { UserError } from '../errors';
import { fromHalf, toHalf } from './half';

export type SafetensorsType = 'F32' | 'F16';

export interface NamedTensor {
  readonly shape: readonly number[];
  readonly values: Float32Array;
}

const BYTES: Readonly<Record<SafetensorsType, number>> = { F32: 4, F16: 2 };
const MOST_HEADER_BYTES = 16 * 1024 * 1024;

/** The bytes of a safetensors file: header length (64 bits), JSON header, then the tensors without gaps. */
export function encodeSafetensors(
  tensors: ReadonlyMap<string, NamedTensor>,
  metadata: Readonly<Record<string, string>>,
  type: SafetensorsType = 'F32',
): Uint8Array {
  const header: [string, unknown][] = [['__metadata__', metadata]];
  let size = 0;
  for (const [name, { shape, values }] of tensors) {
    const end = size + values.length * BYTES[type];
    header.push([name, { dtype: type, shape, data_offsets: [size, end] }]);
    size = end;
  }
  const text = JSON.stringify(Object.fromEntries(header));
  // Padded with spaces so that the data begins at a multiple of 8, as the format asks.
  const json = new TextEncoder().encode(text + ' '.repeat((8 - (Buffer.byteLength(text) % 8)) % 8));
  const file = new Uint8Array(8 + json.length + size);
  const view = new DataView(file.buffer);
  view.setBigUint64(0, BigInt(json.length), true);
  file.set(json, 8);
  let offset = 8 + json.length;
  for (const { values } of tensors.values())
    for (const value of values) {
      if (type === 'F32') view.setFloat32(offset, value, true);
      else view.setUint16(offset, toHalf(value), true);
      offset += BYTES[type];
    }
  return file;
}

/**
 * Reads a safetensors file of F32 and F16 tensors. Every length is checked against the file before it is used;
 * a file that is wrong in any way throws an `Error` that names `file`.
 */
export function decodeSafetensors(bytes: Uint8Array, file: string): ReadonlyMap<string, NamedTensor> {
  const fail = (why: string): Error => new UserError(`${file} is not a valid safetensors file: ${why}`);
  if (bytes.length < 8) throw fail('it is too short.');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const headerBytes = view.getBigUint64(0, true);
  if (headerBytes > BigInt(Math.min(MOST_HEADER_BYTES, bytes.length - 8)))
    throw fail('its header is longer than the file.');
  const start = 8 + Number(headerBytes);
  let header: unknown;
  try {
    header = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(8, start)));
  } catch {
    throw fail('its header is not JSON.');
  }
  if (typeof header !== 'object' || header === null || Array.isArray(header))
    throw fail('its header is not an object.');

  const entries = Object.entries(header)
    .filter(([name]) => name !== '__metadata__')
    .map(([name, value]) => ({ name, ...parseEntry(value, (why) => fail(`tensor ${name}: ${why}`)) }))
    .sort((a, b) => a.from - b.from);
  const tensors = new Map<string, NamedTensor>();
  let expected = 0;
  for (const { name, type, shape, from, to } of entries) {
    if (from !== expected) throw fail(`tensor ${name} overlaps another one or leaves a gap.`);
    if (start + to > bytes.length) throw fail(`tensor ${name} ends after the file.`);
    const values = new Float32Array((to - from) / BYTES[type]);
    for (let i = 0; i < values.length; i++) {
      const offset = start + from + i * BYTES[type];
      values[i] = type === 'F32' ? view.getFloat32(offset, true) : fromHalf(view.getUint16(offset, true));
    }
    tensors.set(name, { shape, values });
    expected = to;
  }
  if (start + expected !== bytes.length) throw fail('it is cut short or has bytes after its tensors.');
  return tensors;
}

interface Entry {
  readonly type: SafetensorsType;
  readonly shape: readonly number[];
  readonly from: number;
  readonly to: number;
}

function parseEntry(value: unknown, fail: (why: string) => Error): Entry {
  const { dtype, shape, data_offsets: offsets } = (value ?? {}) as Record<string, unknown>;
  if (dtype !== 'F32' && dtype !== 'F16') throw fail('only F32 and F16 are supported.');
  if (!isSizes(shape)) throw fail('its shape is not a list of sizes.');
  if (!isSizes(offsets) || offsets.length !== 2) throw fail('its data_offsets are not two offsets.');
  const [from = 0, to = 0] = offsets;
  const count = shape.reduce((product, size) => product * size, 1);
  if (!Number.isSafeInteger(count) || to - from !== count * BYTES[dtype])
    throw fail('its shape and its data_offsets disagree.');
  return { type: dtype, shape, from, to };
}

const isSizes = (value: unknown): value is readonly number[] =>
  Array.isArray(value) && value.every((size) => Number.isSafeInteger(size) && (size as number) >= 0);

/** Whether a file has the length that its header says; tells a torn copy from a whole one without reading it all. */
export async function hasWholeLength(file: string): Promise<boolean> {
  const handle = await open(file, 'r');
  try {
    const { size } = await handle.stat();
    const start = Buffer.alloc(8);
    await handle.read(start, 0, 8, 0);
    const header = start.readBigUInt64LE();
    if (header > BigInt(Math.min(MOST_HEADER_BYTES, size - 8))) return false;
    const text = Buffer.alloc(Number(header));
    await handle.read(text, 0, text.length, 8);
    const { __metadata__: _, ...tensors } = JSON.parse(text.toString('utf8')) as Record<string, unknown>;
    const ends = Object.values(tensors).map((entry) => parseEntry(entry, (why) => new Error(why)).to);
    return size === 8 + text.length + Math.max(0, ...ends);
  } catch {
    return false;
  } finally {
    await handle.close();
  }
}
