import { open, stat } from 'node:fs/promises';

import { errorCode } from '../../protocol';

/** A verdict longer than this is none: it is passed over, so that memory stays bounded. */
const LONGEST = 4 * 2 ** 20;
const CHUNK = 1 << 20;
const NEWLINE = 10;

export interface TailedLine {
  readonly text: string;
  /** Place in the file, in bytes. */
  readonly offset: number;
  readonly length: number;
}

/** Reads an append-only file of lines as it grows. A torn last line waits for its end. */
export class LineTail {
  private offset = 0;
  private identity = '';

  constructor(readonly file: string) {}

  /** How far which file has been read. */
  get stamp(): string {
    return `${this.identity} ${this.offset}`;
  }

  /** Whether the file is not as it was read: a look that costs nothing where nothing was written. */
  async hasNews(): Promise<boolean> {
    const found = await stat(this.file).catch(() => undefined);
    if (found === undefined) return this.identity !== '';
    return found.size !== this.offset || `${found.dev} ${found.ino}` !== this.identity;
  }

  /**
   * Gives the lines that came since the last time, in order. A file that was replaced, cut or removed is begun anew,
   * after `onReset`. Whether anything was told.
   */
  async read(onLine: (line: TailedLine) => void, onReset: () => void): Promise<boolean> {
    const handle = await open(this.file, 'r').catch((error: unknown) => {
      if (errorCode(error) === 'ENOENT' || errorCode(error) === 'ENOTDIR') return undefined;
      throw error;
    });
    let told = false;
    const begin = (identity: string): void => {
      if (this.identity !== '' && this.identity !== identity) {
        onReset();
        told = true;
      }
      if (this.identity !== identity) this.offset = 0;
      this.identity = identity;
    };
    if (handle === undefined) {
      begin('');
      return told;
    }
    try {
      const { size, ino, dev } = await handle.stat();
      begin(`${dev} ${ino}`);
      if (size < this.offset) {
        onReset();
        told = true;
        this.offset = 0;
      }
      const buffer = Buffer.allocUnsafe(Math.min(CHUNK, Math.max(1, size - this.offset)));
      let pending: Buffer[] = [];
      let length = 0;
      for (let at = this.offset; at < size;) {
        const { bytesRead } = await handle.read(buffer, 0, Math.min(buffer.length, size - at), at);
        if (bytesRead === 0) break;
        at += bytesRead;
        const chunk = buffer.subarray(0, bytesRead);
        let start = 0;
        for (let end = chunk.indexOf(NEWLINE); end >= 0; end = chunk.indexOf(NEWLINE, start)) {
          pending.push(chunk.subarray(start, end));
          length += end - start;
          if (length > 0 && length <= LONGEST) {
            onLine({ text: Buffer.concat(pending).toString('utf8'), offset: this.offset, length });
            told = true;
          }
          this.offset += length + 1;
          pending = [];
          length = 0;
          start = end + 1;
        }
        length += bytesRead - start;
        // Copied: the buffer is read into again.
        if (length <= LONGEST) pending.push(Buffer.from(chunk.subarray(start)));
        else pending = [];
      }
      return told;
    } finally {
      await handle.close();
    }
  }
}

/** The line at a place that a tail told of; an empty text when the file has changed beneath it. */
export async function readLineAt(file: string, offset: number, length: number): Promise<string> {
  const handle = await open(file, 'r').catch(() => undefined);
  if (handle === undefined) return '';
  try {
    const buffer = Buffer.alloc(length);
    const { bytesRead } = await handle.read(buffer, 0, length, offset);
    return bytesRead === length ? buffer.toString('utf8') : '';
  } finally {
    await handle.close();
  }
}
