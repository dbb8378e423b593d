import { createHash } from 'node:crypto';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { inspectBytes } from '../../data';
import type { ItemPicture } from '../../protocol';

/** Bytes of one image: a photograph of 100 megapixels has half of it. */
export const LARGEST_IMAGE = 64 * 1024 * 1024;
/** Pixels above which Pillow speaks of a decompression bomb (twice its MAX_IMAGE_PIXELS), and browsers fail. */
export const MOST_PIXELS = 178_956_970;

/**
 * Writes an image's bytes into a folder, once, named by their hash. Only PNG, JPEG, WebP, GIF and BMP whose header is
 * sound and whose size is sane; anything else is a reason in words.
 */
export async function keepImage(folder: string, bytes: Uint8Array): Promise<ItemPicture> {
  if (bytes.byteLength > LARGEST_IMAGE) return { missing: 'the image is larger than 64 MiB' };
  const seen = await inspectBytes(bytes);
  if (seen.kind !== 'image') return { missing: `the image cannot be shown: ${seen.reason}` };
  const { format, width, height } = seen.header;
  if (width * height > MOST_PIXELS) return { missing: tooManyPixels(width, height) };
  const hash = createHash('sha256').update(bytes).digest('hex').slice(0, 32);
  const file = join(folder, `${hash}.${format === 'jpeg' ? 'jpg' : format}`);
  if (!existsSync(file)) {
    await mkdir(folder, { recursive: true });
    const draft = `${file}.${process.pid}.tmp`;
    await writeFile(draft, bytes);
    await rename(draft, file);
  }
  return { file, width, height };
}

export const tooManyPixels = (width: number, height: number): string =>
  `the image has ${width} x ${height} pixels: refused as a decompression bomb`;

/** The images of a base64 cell: one, or a list as Python or JSON writes it; a cell of up to 64 characters names a row. */
export function cellImages(
  cell: string,
): { readonly row: string } | { readonly base64: readonly string[] } | undefined {
  const text = cell.trim();
  if (text === '' || text === 'nan') return undefined;
  if (text.startsWith('[')) {
    const parts = [...text.matchAll(/['"]([^'"]{1,})['"]/g)].map((match) => match[1] ?? '');
    return parts.length === 0 ? undefined : { base64: parts };
  }
  return text.length <= 64 ? { row: text } : { base64: [text] };
}

/** Bytes of base64 text, with or without a `data:` head; nothing when it is neither or too long. */
export function decodeBase64(text: string): Uint8Array | undefined {
  const body = text.replace(/^data:image\/[\w.+-]+;base64,/, '');
  if (body.length > Math.ceil(LARGEST_IMAGE / 3) * 4 + 4) return undefined;
  // Both ends tell; a wrong character between them makes an image that cannot be read, and is told as such.
  const ends = body.length <= 512 ? body : body.slice(0, 256) + body.slice(-256);
  return /^[A-Za-z0-9+/\s]+={0,2}\s*$/.test(ends) ? Buffer.from(body, 'base64') : undefined;
}
