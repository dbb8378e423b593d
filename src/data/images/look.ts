import { stat } from 'node:fs/promises';
import type { ImageRef } from '../types';
import { inspectBytes, inspectFile, type Inspection } from './inspect';

/**
 * Format and pixels of one image of a row, from its header. `image` is as `samples` gives it, so a file of it lies
 * inside the declared folders. Never throws.
 */
export async function lookAtImage(image: ImageRef): Promise<Inspection> {
  if (image.kind === 'bytes') return inspectBytes(image.bytes);
  try {
    const found = await stat(image.path);
    if (!found.isFile()) return { kind: 'broken', reason: 'it is not a regular file' };
    return await inspectFile({ kind: 'found', real: image.path, size: found.size, mtime: found.mtimeMs });
  } catch {
    return { kind: 'missing' };
  }
}
