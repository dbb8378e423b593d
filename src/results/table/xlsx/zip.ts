import type { FileHandle } from 'node:fs/promises';
import { createInflateRaw } from 'node:zlib';
import { TableError } from '../types';

/** A file inside a ZIP archive. */
export interface ZipEntry {
  readonly name: string;
  readonly method: number;
  readonly packed: number;
  readonly size: number;
  readonly offset: number;
}

/** Sheets of text become 10 to 100 times smaller, a bomb about 1,000 times. */
const MOST_RATIO = 400;
/** Below this an entry may be packed as tightly as it likes. */
const SMALL = 64 * 1024 * 1024;
const LARGEST_ENTRY = 4 * 1024 ** 3;
const LARGEST_DIRECTORY = 16 * 1024 * 1024;
const MOST_ENTRIES = 10_000;
const END = 0x06054b50;
const CENTRAL = 0x02014b50;
const LOCAL = 0x04034b50;

const broken = (reason: string): TableError =>
  new TableError(reason, 'Let the program that wrote it finish, or write it as TSV (PRED_FORMAT=tsv).');

/** The entries of an archive by name, from its central directory. Rejects with a `TableError`. */
export async function readZip(file: FileHandle, size: number): Promise<ReadonlyMap<string, ZipEntry>> {
  const tail = Buffer.alloc(Math.min(size, 65_557));
  await file.read(tail, 0, tail.length, size - tail.length);
  let at = tail.length - 22;
  while (at >= 0 && tail.readUInt32LE(at) !== END) at -= 1;
  if (at < 0) throw broken('it is cut off or no xlsx file');
  const count = tail.readUInt16LE(at + 10);
  const length = tail.readUInt32LE(at + 12);
  const start = tail.readUInt32LE(at + 16);
  if (count > MOST_ENTRIES || length > LARGEST_DIRECTORY || start + length > size) {
    throw broken('its table of contents is damaged');
  }
  const directory = Buffer.alloc(length);
  await file.read(directory, 0, length, start);
  const entries = new Map<string, ZipEntry>();
  let here = 0;
  while (here + 46 <= length && directory.readUInt32LE(here) === CENTRAL) {
    const nameLength = directory.readUInt16LE(here + 28);
    const skip = directory.readUInt16LE(here + 30) + directory.readUInt16LE(here + 32);
    const name = directory.toString('utf8', here + 46, here + 46 + nameLength);
    if ((directory.readUInt16LE(here + 8) & 1) === 1) throw broken('it is encrypted');
    entries.set(name.replaceAll('\\', '/').replace(/^\//, ''), {
      name,
      method: directory.readUInt16LE(here + 10),
      packed: directory.readUInt32LE(here + 20),
      size: directory.readUInt32LE(here + 24),
      offset: directory.readUInt32LE(here + 42),
    });
    here += 46 + nameLength + skip;
  }
  return entries;
}

const READ = 256 * 1024;

/**
 * The unpacked bytes of an entry, streamed. What the archive says of sizes is not believed: unpacking stops as soon
 * as it has given more than a sane archive could.
 */
export async function* unpack(
  file: FileHandle,
  entry: ZipEntry,
  onBytes?: (bytes: number) => void,
): AsyncGenerator<Buffer, void, undefined> {
  const head = Buffer.alloc(30);
  await file.read(head, 0, 30, entry.offset);
  if (head.readUInt32LE(0) !== LOCAL) throw broken('its contents are damaged');
  if (entry.method !== 0 && entry.method !== 8) throw broken('it is packed in a way that Excel does not use');
  const start = entry.offset + 30 + head.readUInt16LE(26) + head.readUInt16LE(28);
  const most = Math.min(LARGEST_ENTRY, Math.max(SMALL, entry.packed * MOST_RATIO));
  const source = packed(file, start, entry.packed, onBytes);
  let given = 0;
  const counted = (chunk: Buffer): Buffer => {
    given += chunk.length;
    if (given > most) {
      throw new TableError(
        'it unpacks to more than a sane file can hold (a zip bomb?)',
        'Write the results as TSV or JSONL.',
      );
    }
    return chunk;
  };
  if (entry.method === 0) {
    for await (const chunk of source) yield counted(chunk);
    return;
  }
  const inflate = createInflateRaw({ chunkSize: READ });
  const feed = (async () => {
    for await (const chunk of source) {
      if (!inflate.write(chunk)) await new Promise((resolve) => inflate.once('drain', resolve));
      if (inflate.destroyed) return;
    }
    inflate.end();
  })();
  feed.catch((error: unknown) => inflate.destroy(error instanceof Error ? error : undefined));
  try {
    for await (const chunk of inflate) yield counted(chunk as Buffer);
  } catch (error) {
    if (error instanceof TableError) throw error;
    throw broken('its contents are damaged');
  } finally {
    inflate.destroy();
    inflate.emit('drain');
    await feed.catch(() => undefined);
  }
}

async function* packed(
  file: FileHandle,
  start: number,
  length: number,
  onBytes: ((bytes: number) => void) | undefined,
): AsyncGenerator<Buffer, void, undefined> {
  for (let done = 0; done < length;) {
    const { buffer, bytesRead } = await file.read(
      Buffer.allocUnsafe(Math.min(READ, length - done)),
      0,
      Math.min(READ, length - done),
      start + done,
    );
    if (bytesRead === 0) throw broken('it is cut off');
    done += bytesRead;
    onBytes?.(start + done);
    yield buffer.subarray(0, bytesRead);
  }
}
