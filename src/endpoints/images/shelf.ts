import { stat } from 'node:fs/promises';
import { digestImage, encodeImage, type EncodedImage } from './encode';

/** Encoded images kept, in bytes: an item's arms ask for the same ones within moments. */
const ROOM = 64 * 1024 * 1024;
const MOST_DIGESTS = 100_000;

/** Reads each image once, however many requests show it, as long as it does not change. */
export class ImageShelf {
  private readonly digests = new Map<string, Promise<string>>();
  private readonly encoded = new Map<string, Promise<EncodedImage>>();
  private bytes = 0;

  constructor(private readonly onShrunk: (file: string, image: EncodedImage) => void) {}

  /** SHA-256 of a file's content. */
  async digest(file: string): Promise<string> {
    const name = await versionOf(file);
    const known = this.digests.get(name);
    if (known !== undefined) return known;
    if (this.digests.size >= MOST_DIGESTS) this.digests.clear();
    const made = digestImage(file);
    this.digests.set(name, made);
    made.catch(() => this.digests.delete(name));
    return made;
  }

  async encode(file: string): Promise<EncodedImage> {
    const name = await versionOf(file);
    const known = this.encoded.get(name);
    if (known !== undefined) return known;
    const made = encodeImage(file);
    this.encoded.set(name, made);
    try {
      const image = await made;
      if (image.shrunk !== undefined) this.onShrunk(file, image);
      this.bytes += image.base64.length;
      await this.makeRoom();
      return image;
    } catch (error) {
      this.encoded.delete(name);
      throw error;
    }
  }

  /** The oldest go first. */
  private async makeRoom(): Promise<void> {
    for (const [name, made] of this.encoded) {
      if (this.bytes <= ROOM) return;
      this.encoded.delete(name);
      this.bytes -= (await made.catch(() => undefined))?.base64.length ?? 0;
    }
  }
}

async function versionOf(file: string): Promise<string> {
  const found = await stat(file).catch(() => undefined);
  return found === undefined ? file : `${file}\0${found.mtimeMs}\0${found.size}`;
}
