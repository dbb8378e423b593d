import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { inflateRawSync } from 'node:zlib';

/** Signatures, little-endian, of the records of a zip file that tell what is in it. */
const END_OF_DIRECTORY = 0x06054b50;
const DIRECTORY_ENTRY = 0x02014b50;
const DEFLATED = 8;

/**
 * Unpacks a zip file, which a `.vsix` is, into a folder; needs no program that a machine might not have. Throws for
 * what is not one of at most 4 GiB, stored or deflated.
 */
export function unzip(file: string, folder: string): void {
  const zip = readFileSync(file);
  // The end record has a comment of unknown length behind it, nearly always none.
  let end = zip.length - 22;
  while (end >= 0 && zip.readUInt32LE(end) !== END_OF_DIRECTORY) end--;
  if (end < 0) throw new Error(`${file} is not a whole zip file.`);
  let at = zip.readUInt32LE(end + 16);
  for (let left = zip.readUInt16LE(end + 10); left > 0; left--) {
    if (zip.readUInt32LE(at) !== DIRECTORY_ENTRY)
      throw new Error(`${file}: its directory is broken at ${at}.`);
    const nameLength = zip.readUInt16LE(at + 28);
    const name = zip.toString('utf8', at + 46, at + 46 + nameLength);
    if (!name.endsWith('/')) {
      const path = join(folder, name);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, content(zip, at, name));
    }
    at += 46 + nameLength + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32);
  }
}

/** The bytes of the file that the directory's entry at `at` is about. */
function content(zip: Buffer, at: number, name: string): Buffer {
  const size = zip.readUInt32LE(at + 24);
  const local = zip.readUInt32LE(at + 42);
  const start = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
  const packed = zip.subarray(start, start + zip.readUInt32LE(at + 20));
  const bytes = zip.readUInt16LE(at + 10) === DEFLATED ? inflateRawSync(packed) : packed;
  if (bytes.length !== size) throw new Error(`${name} has ${bytes.length} bytes, not ${size}.`);
  return bytes;
}
