import { closeSync, fstatSync, ftruncateSync, openSync, readSync, writeSync } from 'node:fs';

/**
 * A file that grows by whole lines and has one writer. A write that fails (disk full) is taken back, so that the
 * file ends with a whole line; a torn line that a crash left is closed with a line end, so that it spoils nothing
 * that follows.
 */
export class LineFile {
  private readonly fd: number;
  private size: number;

  constructor(readonly path: string) {
    this.fd = openSync(path, 'a+');
    this.size = fstatSync(this.fd).size;
    if (this.size > 0 && this.lastByte() !== 0x0a) this.append('\n');
  }

  /** Appends text that ends with a line end. Throws what the system says, with the file as it was before. */
  append(text: string): void {
    const bytes = Buffer.from(text, 'utf8');
    let written = 0;
    try {
      while (written < bytes.length) written += writeSync(this.fd, bytes, written);
    } catch (error) {
      if (written > 0) ftruncateSync(this.fd, this.size);
      throw error;
    }
    this.size += bytes.length;
  }

  close(): void {
    closeSync(this.fd);
  }

  private lastByte(): number | undefined {
    const byte = Buffer.alloc(1);
    readSync(this.fd, byte, 0, 1, this.size - 1);
    return byte[0];
  }
}
