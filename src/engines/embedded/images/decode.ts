import { messageOf, UserError } from '../errors';
import type { Pixels } from './patches';

/** Images are first reduced to this side by the decoder: the model sees far fewer pixels anyway. */
const LONGEST_SIDE = 1024;
/** A picture that claims more pixels than this is refused before it is unpacked. */
const MOST_PIXELS = 100_000_000;

/**
 * Decodes a PNG, JPEG or WebP (and what else sharp reads) file or its bytes: turned upright, transparency on white.
 * `what` names the image in the error.
 */
export async function decodeImage(source: string | Uint8Array, what: string): Promise<Pixels> {
  const { default: sharp } = await import('sharp');
  try {
    const { data, info } = await sharp(source, { limitInputPixels: MOST_PIXELS, failOn: 'error' })
      .autoOrient()
      .resize({ width: LONGEST_SIDE, height: LONGEST_SIDE, fit: 'inside', withoutEnlargement: true })
      .flatten({ background: '#ffffff' })
      .toColourspace('srgb')
      .removeAlpha()
      .raw()
      .toBuffer({ resolveWithObject: true });
    return { width: info.width, height: info.height, data: toRgb(data, info.channels) };
  } catch (error) {
    const [reason = ''] = messageOf(error).split('\n');
    throw new UserError(`The image ${what} cannot be read: ${reason}`, { cause: error });
  }
}

/** Grey pictures may come with one channel. */
function toRgb(data: Uint8Array, channels: number): Uint8Array {
  if (channels === 3) return data;
  const rgb = new Uint8Array((data.length / channels) * 3);
  for (let i = 0; i < rgb.length; i++) rgb[i] = data[Math.floor(i / 3) * channels] ?? 0;
  return rgb;
}
