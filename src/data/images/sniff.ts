export type ImageFormat = 'png' | 'jpeg' | 'webp' | 'gif' | 'bmp';

const ascii = (bytes: Uint8Array, start: number, text: string): boolean =>
  Array.from(text).every((character, index) => bytes[start + index] === character.charCodeAt(0));

/** The format that a file's first bytes announce, whatever its name says. */
export function sniffFormat(bytes: Uint8Array): ImageFormat | undefined {
  if (bytes[0] === 0x89 && ascii(bytes, 1, 'PNG\r\n\x1a\n')) return 'png';
  if (bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff) return 'jpeg';
  if (ascii(bytes, 0, 'RIFF') && ascii(bytes, 8, 'WEBP')) return 'webp';
  if (ascii(bytes, 0, 'GIF87a') || ascii(bytes, 0, 'GIF89a')) return 'gif';
  if (ascii(bytes, 0, 'BM')) return 'bmp';
  return undefined;
}
