import { constants } from 'node:fs';
import { lstat, open, type FileHandle } from 'node:fs/promises';

/** Where a line lies: offset and length in one number, for there are hundreds of thousands of them. */
const LENGTHS = 2 ** 21;
/** A longer line is not kept. */
export const LONGEST_LINE = LENGTHS - 1;
const PIECE = 1 << 20;
const KEY_AT = '{"key":"'.length;
const KEY_LENGTH = 64;

const { O_WRONLY, O_CREAT, O_APPEND } = constants;
// Windows has no such flag.
const NO_LINK = (constants as Readonly<Partial<Record<string, number>>>).O_NOFOLLOW ?? 0;

/**
 * One append-only file of the cache, and where each key's line lies in it. Other processes append as well: what they
 * added is looked at when a key is missed. A line is written behind a line end of its own, so that one which was torn
 * by a crash spoils no other.
 */
export class Shard {
  private readonly places = new Map<string, number>();
  /** Bytes that have been looked at, up to the last line end. */
  private seen = 0;
  private looking: Promise<void> | undefined;

  constructor(private readonly file: string) {}

  /** The line of a key, the last that was written. */
  async find(key: string): Promise<string | undefined> {
    if (!this.places.has(key)) await this.look();
    const place = this.places.get(key);
    if (place === undefined) return undefined;
    const length = place % LENGTHS;
    const handle = await open(this.file).catch(() => undefined);
    if (handle === undefined) return undefined;
    try {
      const { buffer, bytesRead } = await handle.read(
        Buffer.alloc(length),
        0,
        length,
        Math.floor(place / LENGTHS),
      );
      return buffer.toString('utf8', 0, bytesRead);
    } finally {
      await handle.close();
    }
  }

  /**
   * One write of one line, so that processes do not mix theirs. Rejects at a link: the cache lies in a workspace, and
   * what a model answers must not be led into another file.
   */
  async append(line: string): Promise<void> {
    const handle = await open(this.file, O_WRONLY | O_CREAT | O_APPEND | NO_LINK, 0o666);
    try {
      await handle.appendFile(`\n${line}\n`);
    } finally {
      await handle.close();
    }
  }

  /** Looks at what was appended since the last time, once for all who ask. */
  private look(): Promise<void> {
    this.looking ??= this.readOn().finally(() => {
      this.looking = undefined;
    });
    return this.looking;
  }

  private async readOn(): Promise<void> {
    const size = await lstat(this.file).then(
      (found) => (found.isFile() ? found.size : 0),
      () => 0,
    );
    if (size < this.seen) {
      // Somebody emptied the cache.
      this.places.clear();
      this.seen = 0;
    }
    if (size === this.seen) return;
    const handle = await open(this.file);
    try {
      await this.index(handle, size);
    } finally {
      await handle.close();
    }
  }

  private async index(handle: FileHandle, size: number): Promise<void> {
    let piece = Buffer.alloc(PIECE);
    while (this.seen < size) {
      const { bytesRead } = await handle.read(piece, 0, piece.length, this.seen);
      const part = piece.subarray(0, bytesRead);
      const last = part.lastIndexOf(0x0a);
      if (last < 0) {
        // A line longer than the piece: more room, or what no line of ours is.
        if (bytesRead < piece.length || piece.length > 2 * LONGEST_LINE) {
          if (bytesRead === piece.length) this.seen += bytesRead;
          return;
        }
        piece = Buffer.alloc(piece.length * 2);
        continue;
      }
      this.lines(part.subarray(0, last + 1));
      this.seen += last + 1;
    }
  }

  private lines(part: Buffer): void {
    let start = 0;
    for (let end = part.indexOf(0x0a); end >= 0; end = part.indexOf(0x0a, start)) {
      const length = end - start;
      if (length > KEY_AT + KEY_LENGTH && length <= LONGEST_LINE && part[end - 1] === 0x7d) {
        const key = part.toString('latin1', start + KEY_AT, start + KEY_AT + KEY_LENGTH);
        this.places.set(key, (this.seen + start) * LENGTHS + length);
      }
      start = end + 1;
    }
  }
}
