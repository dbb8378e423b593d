import { closeSync, constants, fstatSync, lstatSync, openSync, writeSync } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { Places } from './places';

/** A longer line is not kept. */
export const LONGEST_LINE = 2 ** 21 - 1;
const PIECE = 1 << 20;
/** What is read of a line at first; few are longer. */
const FIRST_READ = 1 << 12;
const HEAD = '{"key":"';
const KEY_LENGTH = 64;
const LINE_END = 0x0a;

const { O_WRONLY, O_CREAT, O_APPEND } = constants;
// Windows has no such flags. A pipe in the file's place must not hold the process up.
const { O_NOFOLLOW = 0, O_NONBLOCK = 0 } = constants as Readonly<Partial<Record<string, number>>>;
const APPEND = O_WRONLY | O_CREAT | O_APPEND | O_NOFOLLOW | O_NONBLOCK;

/**
 * One append-only file of the cache, and where each key's line lies in it. Other processes append as well: what they
 * added is looked at when a key is missed. A line is written behind a line end of its own, so that one which was torn
 * by a crash spoils no other. Appending and asking the size are not worth a trip to another thread each, of which a
 * request would need seven: these are calls that return.
 */
export class Shard {
  private readonly places = new Places();
  /** Bytes that have been looked at, up to the last line end. */
  private seen = 0;
  private looking: Promise<void> | undefined;

  constructor(private readonly file: string) {}

  /** The line of a key, the last that was written. */
  async find(key: string): Promise<string | undefined> {
    const known = await this.read(key);
    if (known !== undefined || !this.hasGrown()) return known;
    await this.look();
    return this.read(key);
  }

  /**
   * One write of one line, so that processes do not mix theirs; it is the system's when this returns, and outlives a
   * killed process. Throws what the system says, and at a link: the cache lies in a workspace, and what a model answers
   * must not be led into another file.
   */
  append(line: string): void {
    const bytes = Buffer.from(`\n${line}\n`);
    const file = openSync(this.file, APPEND, 0o666);
    try {
      for (let written = 0; written < bytes.length;) written += writeSync(file, bytes, written);
      // Its own line need not be read again, where nothing else was added.
      if (this.looking !== undefined || fstatSync(file).size !== this.seen + bytes.length) return;
      this.lines(bytes);
      this.seen += bytes.length;
    } finally {
      closeSync(file);
    }
  }

  private async read(key: string): Promise<string | undefined> {
    const places = this.places.of(tagOf(key));
    if (places.length === 0) return undefined;
    const handle = await open(this.file).catch(() => undefined);
    if (handle === undefined) return undefined;
    try {
      for (const place of places) {
        const line = await lineAt(handle, place);
        if (line?.startsWith(key, HEAD.length) === true) return line;
      }
      return undefined;
    } finally {
      await handle.close();
    }
  }

  private get size(): number {
    try {
      const found = lstatSync(this.file, { throwIfNoEntry: false });
      return found?.isFile() === true ? found.size : 0;
    } catch {
      return 0;
    }
  }

  private hasGrown(): boolean {
    return this.looking !== undefined || this.size !== this.seen;
  }

  /** Looks at what was appended since the last time, once for all who ask. */
  private look(): Promise<void> {
    this.looking ??= this.readOn().finally(() => {
      this.looking = undefined;
    });
    return this.looking;
  }

  private async readOn(): Promise<void> {
    const { size } = this;
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
    let piece = Buffer.allocUnsafe(Math.min(PIECE, size - this.seen));
    while (this.seen < size) {
      const { bytesRead } = await handle.read(piece, 0, piece.length, this.seen);
      const part = piece.subarray(0, bytesRead);
      const last = part.lastIndexOf(LINE_END);
      if (last < 0) {
        if (bytesRead < piece.length) return;
        // A line longer than the piece: more room, or what no line of ours is, and is passed over.
        if (piece.length > 2 * LONGEST_LINE) this.seen += bytesRead;
        else piece = Buffer.allocUnsafe(piece.length * 2);
        continue;
      }
      this.lines(part.subarray(0, last + 1));
      this.seen += last + 1;
    }
  }

  /** Keeps where the lines of `part` begin, which begins at `seen`. */
  private lines(part: Buffer): void {
    let start = 0;
    for (let end = part.indexOf(LINE_END); end >= 0; end = part.indexOf(LINE_END, start)) {
      const length = end - start;
      if (length > HEAD.length + KEY_LENGTH && length <= LONGEST_LINE && part[end - 1] === 0x7d) {
        const from = start + HEAD.length;
        this.places.add(tagOf(part.toString('latin1', from, from + KEY_LENGTH)), this.seen + start);
      }
      start = end + 1;
    }
  }
}

/** 32 bits of a key: its last digits, since all keys of a shard begin alike. What is no key of ours has any. */
const tagOf = (key: string): number => Number.parseInt(key.slice(-8), 16) >>> 0;

/** The line that begins at an offset; `undefined` where none ends. */
async function lineAt(handle: FileHandle, offset: number): Promise<string | undefined> {
  for (let room = FIRST_READ; ; room *= 16) {
    const { buffer, bytesRead } = await handle.read(Buffer.allocUnsafe(room), 0, room, offset);
    const end = buffer.subarray(0, bytesRead).indexOf(LINE_END);
    if (end >= 0) return buffer.toString('utf8', 0, end);
    if (bytesRead < room || room > LONGEST_LINE) return undefined;
  }
}
