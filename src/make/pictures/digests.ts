import { createHash } from 'node:crypto';
import { inFlight } from '../in-flight';
import { Journal, readJournal } from '../journal';
import type { Question } from '../types';
import { CompactMap } from '../compact/map';
import { hashPicture, parseHashed, picturesFile, type Hashed, type Stamp } from './hash';

const AT_ONCE = 16;

/** What this make knows of a file: only that an earlier one hashed it, its digest, or that it cannot be used. */
const EARLIER = 0;
const SEEN = 1;
const FAULT = 2;

/**
 * Digests of pictures by their content. Each file is looked at once a make, and read only when its size or time is
 * another than that of the make before: a hundred thousand pictures cost a look at each.
 */
export class PictureDigests {
  /** By path: a digest of size and time, one of the content, and what is known. */
  private readonly known = new CompactMap();

  private constructor(
    private readonly journal: Journal<Hashed>,
    private readonly signal: AbortSignal,
  ) {}

  static async open(to: string, signal: AbortSignal): Promise<PictureDigests> {
    const file = picturesFile(to);
    const digests = new PictureDigests(new Journal(file), signal);
    try {
      for await (const lines of readJournal(file, parseHashed, signal))
        for (const hashed of lines) digests.keep(hashed.path, hashed, EARLIER);
    } catch (error) {
      digests.close();
      throw error;
    }
    return digests;
  }

  /** Looks at files that were not looked at yet. */
  look(paths: Iterable<string>): Promise<void> {
    const open = new Set<string>();
    for (const path of paths) {
      const state = this.known.get(path)?.[2] ?? EARLIER;
      if (state === EARLIER) open.add(path);
    }
    return inFlight(open, AT_ONCE, (path) => this.see(path), this.signal);
  }

  /**
   * What a question shows, 8 hex digits: another picture under the same path gives others. Absent without pictures, and
   * when one of them was not looked at or cannot be used.
   */
  shown({ images }: Pick<Question, 'images'>): string | undefined {
    const found: string[] = [];
    for (const path of images) {
      const [, digest = 0, state] = this.known.get(path) ?? [];
      if (state !== SEEN) return undefined;
      found.push(digest.toString(16).padStart(8, '0'));
    }
    const [first] = found;
    return found.length < 2 ? first : createHash('sha256').update(found.join('+')).digest('hex').slice(0, 8);
  }

  close(): void {
    this.journal.close();
  }

  private async see(path: string): Promise<void> {
    const before = this.known.get(path);
    const seen = await hashPicture(path, (stamp) => before?.[0] === numberOf(stamp));
    switch (seen.kind) {
      case 'known':
        this.known.set(path, [before?.[0] ?? 0, before?.[1] ?? 0, SEEN]);
        return;
      case 'new':
        this.journal.append({ path, ...seen.hashed });
        this.keep(path, seen.hashed, SEEN);
        return;
      case 'fault':
        this.known.set(path, [0, 0, FAULT]);
    }
  }

  private keep(path: string, hashed: Omit<Hashed, 'path'>, state: number): void {
    this.known.set(path, [numberOf(hashed), Number.parseInt(hashed.hash.slice(0, 8), 16), state]);
  }
}

const numberOf = ({ size, mtime }: Stamp): number =>
  createHash('sha256').update(`${size} ${mtime}`).digest().readUInt32BE(0);
