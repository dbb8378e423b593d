import { open, type FileHandle } from 'node:fs/promises';
import { StringDecoder } from 'node:string_decoder';

/** What is compared to tell a file that went on from one that was begun anew and has outgrown what we know. */
const MEMORY_BYTES = 256;
/** Read at once; a file that has more is read on at the next look. */
const MOST_BYTES = 16 * 1024 * 1024;

export interface TailRead {
  readonly text: string;
  /** The file was begun anew: this is its beginning, what came before stands no more. */
  readonly restarted: boolean;
  /** There is more than was read. */
  readonly more: boolean;
}

/**
 * Follows a file that another process appends to, and may truncate and begin again. A file that is not there (yet, or
 * for a moment on a network disk) has nothing new.
 */
export class FileTail {
  private offset = 0;
  private memory = Buffer.alloc(0);
  private decoder = new StringDecoder('utf8');

  constructor(readonly path: string) {}

  async read(): Promise<TailRead> {
    let file: FileHandle;
    try {
      file = await open(this.path, 'r');
    } catch {
      return { text: '', restarted: false, more: false };
    }
    try {
      const { size } = await file.stat();
      const restarted = size < this.offset || (size > this.offset && !(await this.remembers(file)));
      if (restarted) {
        this.offset = 0;
        this.memory = Buffer.alloc(0);
        this.decoder = new StringDecoder('utf8');
      }
      const bytes = Buffer.alloc(Math.min(size - this.offset, MOST_BYTES));
      const { bytesRead } = await file.read(bytes, 0, bytes.length, this.offset);
      const fresh = bytes.subarray(0, bytesRead);
      this.offset += bytesRead;
      this.memory = Buffer.from(Buffer.concat([this.memory, fresh]).subarray(-MEMORY_BYTES));
      return { text: this.decoder.write(fresh), restarted, more: bytesRead > 0 && this.offset < size };
    } catch {
      return { text: '', restarted: false, more: false };
    } finally {
      await file.close().catch(() => undefined);
    }
  }

  /** Whether the bytes before our place are those that we have read there. */
  private async remembers(file: FileHandle): Promise<boolean> {
    if (this.memory.length === 0) return true;
    const there = Buffer.alloc(this.memory.length);
    await file.read(there, 0, there.length, this.offset - there.length);
    return there.equals(this.memory);
  }
}
