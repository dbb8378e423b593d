import type { FileHandle } from 'node:fs/promises';
import { StringDecoder } from 'node:string_decoder';

import { openToRead } from '../../runs';

/** Read back from the end in search of the last lines, at most. */
const FARTHEST = 4 * 2 ** 20;
/** Text handed on at once; of a flood, the begin is left out. */
const MOST = 512 * 1024;

/** A growing log from its last lines on. A log that is not there yet is an empty one. */
export class LogTail {
  private offset = 0;
  private opened = false;
  private decoder = new StringDecoder('utf8');

  constructor(
    readonly path: string,
    private readonly lines: number,
  ) {}

  /** What has been added since the last call, at first the last lines; empty when there is nothing new. */
  async next(): Promise<string> {
    let file: FileHandle;
    try {
      file = await openToRead(this.path);
    } catch {
      this.opened = true; // what comes later is all new
      return '';
    }
    try {
      const { size } = await file.stat();
      if (size < this.offset) this.begin(0);
      if (!this.opened) this.begin(await startOfTail(file, size, this.lines));
      this.opened = true;
      const left = size - this.offset - MOST;
      if (left <= 0) return await this.read(file, size);
      this.begin(size - MOST);
      const text = await this.read(file, size);
      return `... ${left} bytes left out: they stand in ${this.path}\n${text.slice(text.indexOf('\n') + 1)}`;
    } catch {
      return '';
    } finally {
      await file.close();
    }
  }

  private begin(offset: number): void {
    this.offset = offset;
    this.decoder = new StringDecoder('utf8');
  }

  private async read(file: FileHandle, size: number): Promise<string> {
    const buffer = Buffer.allocUnsafe(Math.max(0, size - this.offset));
    const { bytesRead } = await file.read(buffer, 0, buffer.length, this.offset);
    this.offset += bytesRead;
    return this.decoder.write(buffer.subarray(0, bytesRead));
  }
}

/** Offset of the last so many lines, an unfinished one among them. */
async function startOfTail(file: FileHandle, size: number, lines: number): Promise<number> {
  if (lines === 0) return size;
  const first = Math.max(0, size - FARTHEST);
  const buffer = Buffer.allocUnsafe(size - first);
  const { bytesRead } = await file.read(buffer, 0, buffer.length, first);
  let end = bytesRead;
  for (let wanted = lines; wanted > 0; wanted -= 1) {
    const before = buffer.subarray(0, Math.max(0, end - 1)).lastIndexOf(0x0a);
    if (before === -1) return first;
    end = before + 1;
  }
  return first + end;
}
