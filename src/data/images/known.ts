import type { Context, OpenSource } from '../context';
import type { ImageHeader } from './header';
import type { FoundImage, Inspection } from './inspect';
import { inspectFile } from './inspect';

/** A sound image as it is kept: its real path, its size and time, and its header. */
type Kept = readonly [real: string, size: number, mtime: number, header: ImageHeader];

/** The images of one data file: a sound one is opened again only when its size or time has changed. */
export interface KnownImages {
  inspect(image: FoundImage): Promise<Inspection>;
  /** Keeps what was seen for the next check. */
  keep(): Promise<void>;
}

export async function knownImages({ cache }: Context, { real, source }: OpenSource): Promise<KnownImages> {
  const kind = `images ${source.images}`;
  const before = await cache.recall(kind, real, isKept);
  const known = new Map(before?.map((one) => [one[0], one]));
  const sound: Kept[] = [];
  let opened = 0;
  return {
    async inspect(image) {
      const kept = known.get(image.real);
      if (kept?.[1] === image.size && kept[2] === image.mtime) {
        sound.push(kept);
        return { kind: 'image', header: kept[3] };
      }
      opened++;
      const seen = await inspectFile(image);
      if (seen.kind === 'image') sound.push([image.real, image.size, image.mtime, seen.header]);
      return seen;
    },
    async keep() {
      if (opened > 0) await cache.remember(kind, real, sound);
    },
  };
}

const isKept = (value: unknown): value is readonly Kept[] =>
  Array.isArray(value) &&
  value.every((one) => {
    if (!Array.isArray(one)) return false;
    const [real, size, mtime, header] = one as readonly unknown[];
    return (
      typeof real === 'string' &&
      typeof size === 'number' &&
      typeof mtime === 'number' &&
      typeof header === 'object' &&
      header !== null &&
      'width' in header &&
      typeof header.width === 'number' &&
      'height' in header &&
      typeof header.height === 'number'
    );
  });
