import type { ImageFormat } from './sniff';
import { sniffFormat } from './sniff';

export interface ImageHeader {
  readonly format: ImageFormat;
  readonly width: number;
  readonly height: number;
}

export type HeaderResult =
  | { readonly kind: 'image'; readonly header: ImageHeader }
  | { readonly kind: 'broken'; readonly reason: string };

/** Random access to an image's bytes; short at the end of the file. */
export interface ByteReader {
  readonly size: number;
  read(offset: number, length: number): Promise<Uint8Array>;
}

/** The longest header that is read in one piece; only JPEG keeps its dimensions further on. */
const HEAD = 64;

const view = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
const broken = (reason: string): HeaderResult => ({ kind: 'broken', reason });

/**
 * Format and dimensions in pixels from the header alone, and whether the file reaches its own end. Any bytes give an
 * answer: nothing here throws on hostile input.
 */
export async function readHeader(reader: ByteReader): Promise<HeaderResult> {
  if (reader.size === 0) return broken('the file is empty');
  const head = await reader.read(0, HEAD);
  const format = sniffFormat(head);
  if (format === undefined) return broken(otherFormat(head));
  const size = format === 'jpeg' ? await jpegSize(reader) : headSize(format, head);
  if (size === undefined) return broken(`its ${format.toUpperCase()} header is cut off or damaged`);
  const { width, height } = size;
  if (width === 0 || height === 0) return broken('its header says zero pixels');
  if (await isTruncated(format, head, reader)) return broken(`the ${format.toUpperCase()} file is truncated`);
  return { kind: 'image', header: { format, width, height } };
}

interface Size {
  readonly width: number;
  readonly height: number;
}

function headSize(format: Exclude<ImageFormat, 'jpeg'>, head: Uint8Array): Size | undefined {
  const data = view(head);
  switch (format) {
    case 'png': {
      if (head.length < 33 || data.getUint32(8) !== 13 || data.getUint32(12) !== 0x49484452) return undefined;
      const width = data.getUint32(16);
      const height = data.getUint32(20);
      return width > 0x7fffffff || height > 0x7fffffff ? undefined : { width, height };
    }
    case 'gif':
      return head.length < 13
        ? undefined
        : { width: data.getUint16(6, true), height: data.getUint16(8, true) };
    case 'bmp': {
      if (head.length < 26) return undefined;
      const length = data.getUint32(14, true);
      if (length === 12) return { width: data.getUint16(18, true), height: data.getUint16(20, true) };
      if (length < 40 || length > 256) return undefined;
      const width = data.getInt32(18, true);
      return width < 0 ? undefined : { width, height: Math.abs(data.getInt32(22, true)) };
    }
    case 'webp':
      return webpSize(head, data);
  }
}

function webpSize(head: Uint8Array, data: DataView): Size | undefined {
  if (head.length < 30) return undefined;
  const u24 = (at: number): number => data.getUint16(at, true) + ((head[at + 2] ?? 0) << 16);
  switch (data.getUint32(12)) {
    case 0x56503820: // 'VP8 '
      if (u24(23) !== 0x2a019d) return undefined;
      return { width: data.getUint16(26, true) & 0x3fff, height: data.getUint16(28, true) & 0x3fff };
    case 0x5650384c: {
      // 'VP8L'
      if (head[20] !== 0x2f) return undefined;
      const bits = data.getUint32(21, true);
      return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 };
    }
    case 0x56503858: // 'VP8X'
      return { width: u24(24) + 1, height: u24(27) + 1 };
    default:
      return undefined;
  }
}

const MOST_SEGMENTS = 2000;

/** Walks a JPEG's segments to its frame header (SOF). */
async function jpegSize(reader: ByteReader): Promise<Size | undefined> {
  let at = 2;
  for (let segment = 0; segment < MOST_SEGMENTS; segment++) {
    const bytes = await reader.read(at, 10);
    if (bytes.length < 4 || bytes[0] !== 0xff) return undefined;
    const marker = bytes[1] ?? 0;
    if (marker === 0xff) {
      at += 1; // a fill byte before the marker
      continue;
    }
    if (marker === 0x01 || (marker >= 0xd0 && marker <= 0xd7)) {
      at += 2; // markers without a body
      continue;
    }
    if (marker === 0xd9 || marker === 0xda) return undefined;
    const data = view(bytes);
    const isFrame = marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
    if (isFrame)
      return bytes.length < 9 ? undefined : { width: data.getUint16(7), height: data.getUint16(5) };
    const length = data.getUint16(2);
    if (length < 2) return undefined;
    at += 2 + length;
  }
  return undefined;
}

/** How far from the end a trailer is looked for: cameras and editors append their own data. */
const TAIL = 4096;

async function isTruncated(format: ImageFormat, head: Uint8Array, reader: ByteReader): Promise<boolean> {
  const data = view(head);
  if (format === 'webp') return data.getUint32(4, true) + 8 > reader.size;
  if (format === 'bmp') return data.getUint32(2, true) > reader.size;
  const tail = await reader.read(Math.max(0, reader.size - TAIL), TAIL);
  const bytes = Buffer.from(tail.buffer, tail.byteOffset, tail.byteLength);
  switch (format) {
    case 'png':
      return !bytes.includes('IEND');
    case 'gif':
      return !bytes.includes(0x3b);
    case 'jpeg':
      return !bytes.includes(Buffer.from([0xff, 0xd9]));
  }
}

/** Says what the bytes seem to be, to people who wonder why their image is refused. */
function otherFormat(head: Uint8Array): string {
  const text = Buffer.from(head).toString('latin1');
  const named: readonly (readonly [RegExp, string])[] = [
    [/^(?:II\*\0|MM\0\*)/u, 'a TIFF image'],
    [/^.{4}ftypavi[fs]/su, 'an AVIF image'],
    [/^.{4}ftyp(?:hei[cx]|mif1)/su, 'a HEIC image'],
    [/^\s*(?:<\?xml[^>]*>\s*)?<svg/iu, 'an SVG drawing'],
    [/^\s*<(?:!doctype|html)/iu, 'a web page, probably a failed download'],
    [/^version https:\/\/git-lfs/u, 'a Git LFS pointer: run `git lfs pull`'],
    [/^%PDF/u, 'a PDF document'],
  ];
  const what = named.find(([pattern]) => pattern.test(text))?.[1];
  return what === undefined ? 'it is not PNG, JPEG, WebP, GIF or BMP' : `it is ${what}`;
}
