import { open, stat } from 'node:fs/promises';
import { createHash } from 'node:crypto';
import { inspectBytes } from '../../data';
import { EndpointError } from '../error';

export interface EncodedImage {
  readonly mime: string;
  readonly base64: string;
  /** SHA-256 of the file, hexadecimal. */
  readonly digest: string;
  /** Width and height that it was made smaller to. */
  readonly shrunk?: { readonly width: number; readonly height: number };
}

/** A larger file is not read. */
const LARGEST_FILE = 64 * 1024 * 1024;
/** Bytes and pixels a side above which an image is made smaller: Anthropic's limits, the tightest in use. */
export const MOST_BYTES = 3_700_000;
export const MOST_SIDE = 8_000;
/** An image with more pixels is not decoded. */
const MOST_PIXELS = 100_000_000;
/** Sides that are tried in turn, in pixels. */
const SIDES = [8_000, 4_096, 3_072, 2_048, 1_024] as const;

const MIMES = { png: 'image/png', jpeg: 'image/jpeg', gif: 'image/gif', webp: 'image/webp' } as const;

/**
 * An image file as chat APIs take it. Its bytes go as they are: what a model sees decides what the audit says. Only above
 * 3.7 MB or 8,000 pixels a side, which servers refuse, and from formats that they do not know, is it made anew with the
 * largest side that fits. Rejects with an `EndpointError` for what is no image.
 */
export async function encodeImage(file: string): Promise<EncodedImage> {
  const bytes = await readImage(file);
  const digest = createHash('sha256').update(bytes).digest('hex');
  const found = await inspectBytes(bytes);
  if (found.kind !== 'image') {
    throw pictureError(file, found.reason);
  }
  const { format, width, height } = found.header;
  if (width * height > MOST_PIXELS) throw pictureError(file, `it has ${width} x ${height} pixels`);
  const fits = bytes.byteLength <= MOST_BYTES && Math.max(width, height) <= MOST_SIDE;
  if (fits && format !== 'bmp') return { mime: MIMES[format], base64: bytes.toString('base64'), digest };
  try {
    return { ...(await remake(bytes, Math.max(width, height), format === 'jpeg')), digest };
  } catch (error) {
    throw pictureError(file, error instanceof Error ? error.message.slice(0, 200) : 'it cannot be decoded');
  }
}

/** SHA-256 of a file's content, hexadecimal. */
export async function digestImage(file: string): Promise<string> {
  return createHash('sha256')
    .update(await readImage(file))
    .digest('hex');
}

async function readImage(file: string): Promise<Buffer> {
  let handle;
  try {
    // A pipe or device would never end: what it is comes before it is opened.
    const { size, isFile } = await stat(file).then((found) => ({ size: found.size, isFile: found.isFile() }));
    if (!isFile) throw pictureError(file, 'it is not a regular file');
    if (size > LARGEST_FILE) throw pictureError(file, `it has ${Math.round(size / 1e6)} MB`);
    handle = await open(file);
    return await handle.readFile();
  } catch (error) {
    if (error instanceof EndpointError) throw error;
    const gone = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    throw pictureError(file, gone ? 'it is not there' : 'it cannot be read');
  } finally {
    await handle?.close();
  }
}

async function remake(bytes: Buffer, longest: number, photo: boolean): Promise<Omit<EncodedImage, 'digest'>> {
  const { default: sharp } = await import('sharp');
  for (const side of SIDES) {
    if (side !== SIDES[0] && side >= longest) continue;
    const image = sharp(bytes, { limitInputPixels: MOST_PIXELS, failOn: 'error' })
      .rotate()
      .resize({ width: side, height: side, fit: 'inside', withoutEnlargement: true });
    // Lines and letters stay sharp as PNG; only when that is too large does a drawing become a photograph.
    for (const format of photo ? (['jpeg'] as const) : (['png', 'jpeg'] as const)) {
      const flat = format === 'jpeg' ? image.clone().flatten({ background: '#ffffff' }) : image.clone();
      const { data, info } = await flat
        .toFormat(format, format === 'jpeg' ? { quality: 92 } : {})
        .toBuffer({ resolveWithObject: true });
      if (data.byteLength > MOST_BYTES) continue;
      const shrunk = Math.max(info.width, info.height) < longest;
      return {
        mime: MIMES[format],
        base64: data.toString('base64'),
        ...(shrunk ? { shrunk: { width: info.width, height: info.height } } : {}),
      };
    }
  }
  throw new Error('it stays too large');
}

const pictureError = (file: string, why: string): EndpointError =>
  new EndpointError(
    'picture',
    `The image ${file} cannot be sent: ${why}.`,
    'The item is left out; mend the file and ask again.',
  );
