import { createMemory, type ParseMemory } from '../parse/memory';
import { newLasting, type Lasting } from '../meaning/shared';
import type { Said } from '../parse/move';
import type { LoadedFile } from './load';

/** Files that are kept; those that were asked for last. */
const MOST = 64;

/** What is known of one file from last time. */
export interface KeptFile {
  readonly pieces: ParseMemory;
  text?: string;
  file?: LoadedFile;
  /** What was reported of the file by itself. */
  said: readonly Said[];
}

/** The last version of each file that was read, by its path. */
export class LoadMemory {
  /** What was made of pieces of these files. */
  readonly lasting: Lasting = newLasting();
  private readonly files = new Map<string, KeptFile>();

  /** What is known of a file, to be filled in by the one who reads it. */
  get(path: string): KeptFile {
    const kept: KeptFile = this.files.get(path) ?? { pieces: createMemory(), said: [] };
    this.files.delete(path);
    this.files.set(path, kept);
    for (const oldest of this.files.keys()) {
      if (this.files.size <= MOST) break;
      this.files.delete(oldest);
    }
    return kept;
  }
}
