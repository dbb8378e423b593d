import { open } from 'node:fs/promises';

const PIECE = 1 << 20;
/** A longer line is no prediction. */
const LONGEST = 64 * 1024 * 1024;

/** Reads the whole lines that were added to a growing file since the last time; a file that is not there has none. */
export class Tail {
  private offset = 0;
  private rest: Buffer[] = [];
  private length = 0;

  constructor(private readonly path: string) {}

  async read(onLine: (line: string) => Promise<void>): Promise<void> {
    const handle = await open(this.path).catch(() => undefined);
    if (handle === undefined) return;
    try {
      for (;;) {
        const { bytesRead, buffer } = await handle.read(Buffer.alloc(PIECE), 0, PIECE, this.offset);
        if (bytesRead === 0) return;
        this.offset += bytesRead;
        let start = 0;
        for (let end = buffer.indexOf(0x0a); end >= 0 && end < bytesRead; end = buffer.indexOf(0x0a, start)) {
          const line = Buffer.concat([...this.rest, buffer.subarray(start, end)]).toString('utf8');
          this.rest = [];
          this.length = 0;
          start = end + 1;
          await onLine(line);
        }
        this.length += bytesRead - start;
        if (this.length > LONGEST) this.rest = [];
        else if (start < bytesRead) this.rest.push(buffer.subarray(start, bytesRead));
      }
    } finally {
      await handle.close();
    }
  }
}
