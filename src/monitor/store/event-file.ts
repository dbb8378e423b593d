import type { FileHandle } from 'node:fs/promises';
import { performance } from 'node:perf_hooks';

import { openToRead } from '../../runs';

const CHUNK = 1 << 20;
/** A line longer than this is damage or an attack; it is passed over. */
const LONGEST = 8 * 2 ** 20;
/** Others want their turn after this many milliseconds of work. */
const TURN_MS = 8;

export interface LineReader {
  /** A whole line without its end: its bytes are those of `buffer` from `start` to `end`, valid during the call. */
  readonly line: (buffer: Buffer, start: number, end: number, offset: number) => void;
  /** The file was cut or replaced: what was read of it is to be forgotten. */
  readonly restart: () => void;
}

/**
 * Reads a file that grows by whole lines, as far as it goes at each `refresh`, and goes on there the next time. A last
 * line without an end is left for later: it may be half-written.
 */
export class EventFile {
  private position = 0;
  private inode: number | undefined;
  /** In the middle of a line that is too long. */
  private skipping = false;
  private refreshing: Promise<boolean> | undefined;

  constructor(
    readonly path: string,
    private readonly reader: LineReader,
  ) {}

  /**
   * Reads what has been added since the last time; says whether there was anything. A file that is not there or cannot
   * be read has nothing. Calls while one is under way share it.
   */
  refresh(): Promise<boolean> {
    this.refreshing ??= this.read().finally(() => (this.refreshing = undefined));
    return this.refreshing;
  }

  private async read(): Promise<boolean> {
    let file: FileHandle;
    try {
      file = await openToRead(this.path);
    } catch {
      return this.forget();
    }
    try {
      const { size, ino } = await file.stat();
      const replaced = size < this.position || (this.inode !== undefined && ino !== this.inode);
      const forgotten = replaced && this.forget();
      this.inode = ino;
      const before = this.position;
      if (size > before) await this.readOn(file);
      return forgotten || this.position > before;
    } catch {
      return false; // a folder under that name, or a disk that fails: what was read so far is all there is
    } finally {
      await file.close();
    }
  }

  private forget(): boolean {
    if (this.position === 0) return false;
    this.position = 0;
    this.inode = undefined;
    this.skipping = false;
    this.reader.restart();
    return true;
  }

  private async readOn(file: FileHandle): Promise<void> {
    let buffer = Buffer.allocUnsafe(CHUNK);
    // Bytes at the buffer's begin that belong to a line whose end has not been read yet.
    let held = 0;
    let turn = performance.now();
    for (;;) {
      if (held === buffer.length) buffer = Buffer.concat([buffer, Buffer.allocUnsafe(buffer.length)]);
      const { bytesRead } = await file.read(buffer, held, buffer.length - held, this.position + held);
      if (bytesRead === 0) return;
      const filled = held + bytesRead;
      const base = this.position;
      let start = 0;
      for (;;) {
        const end = buffer.indexOf(0x0a, start === 0 ? held : start);
        if (end === -1 || end >= filled) break;
        if (this.skipping) this.skipping = false;
        else if (end > start) this.reader.line(buffer, start, end, base + start);
        start = end + 1;
        this.position = base + start;
        if (performance.now() - turn < TURN_MS) continue;
        await new Promise((resolve) => setImmediate(resolve));
        turn = performance.now();
      }
      held = filled - start;
      if (held > LONGEST || this.skipping) {
        this.skipping = true;
        this.position += held;
        held = 0;
      } else if (held > 0 && start > 0) buffer.copyWithin(0, start, filled);
    }
  }
}
