import type { ReadFile } from '../../language';
import { diskReader } from '../documents/disk';

const disk = diskReader();

/** Reads a file as the editor holds it, else from the disk. */
export const readerOf =
  (overlays: Readonly<Record<string, string>>): ReadFile =>
  (path) =>
    Object.hasOwn(overlays, path) ? overlays[path] : disk(path);
