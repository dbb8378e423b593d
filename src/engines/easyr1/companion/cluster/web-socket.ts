import { randomBytes } from 'node:crypto';
import type { Duplex } from 'node:stream';
import { credentials, start } from './http';

const TEXT = 0x1;
const CLOSE = 0x8;
const PING = 0x9;
const PONG = 0xa;
const MOST_BYTES = 64 * 1024 * 1024;
/** What an empty piece of a message costs us. */
const FRAME_BYTES = 100;

/**
 * Listens to the text messages of a WebSocket (RFC 6455) until it closes; nothing but answers to pings is sent.
 * Resolves when the other side or `signal` closes it, rejects when there is no such socket or the line breaks.
 */
export function listenTo(url: string, onText: (text: string) => void, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = start(url, {
      signal,
      headers: {
        ...credentials(),
        connection: 'Upgrade',
        upgrade: 'websocket',
        'sec-websocket-version': '13',
        'sec-websocket-key': randomBytes(16).toString('base64'),
      },
    });
    const failed = (error: Error): void => (signal.aborted ? resolve() : reject(error));
    request.on('error', failed);
    request.on('response', (response) => {
      // Whatever follows is not read: it may have no end.
      request.destroy();
      reject(new Error(`no log stream (HTTP ${response.statusCode ?? 0})`));
    });
    request.on('upgrade', (_response, socket, head) => {
      const frames = new Frames(onText, socket);
      const read = (bytes: Buffer): void => {
        try {
          // Our leave is sent; the other side may keep the line open for ever.
          if (frames.push(bytes)) socket.end(() => socket.destroy());
        } catch (error) {
          socket.destroy(error instanceof Error ? error : new Error(String(error)));
        }
      };
      const abort = (): void => void socket.destroy();
      signal.addEventListener('abort', abort, { once: true });
      socket.on('error', failed);
      socket.on('data', read);
      socket.on('close', () => {
        signal.removeEventListener('abort', abort);
        if (frames.closed || signal.aborted) resolve();
        else reject(new Error('the line broke'));
      });
      read(head);
    });
    request.end();
  });
}

/** Takes messages out of bytes that come in pieces. */
class Frames {
  closed = false;
  /** Pieces that make no frame yet, their bytes, and how many it takes to look again: joining each would be slow. */
  private pieces: Buffer[] = [];
  private bytes = 0;
  private wanted = 2;
  private rest: Buffer = Buffer.alloc(0);
  private message: Buffer[] = [];
  private messageBytes = 0;

  constructor(
    private readonly onText: (text: string) => void,
    private readonly socket: Duplex,
  ) {}

  /** True when the other side has said that it closes. Throws for what is no WebSocket. */
  push(bytes: Buffer): boolean {
    this.pieces.push(bytes);
    this.bytes += bytes.length;
    if (this.bytes < this.wanted) return this.closed;
    this.rest = this.pieces.length === 1 ? bytes : Buffer.concat(this.pieces);
    for (let frame = this.next(); frame !== undefined && !this.closed; frame = this.next()) this.take(frame);
    this.pieces = [this.rest];
    this.bytes = this.rest.length;
    return this.closed;
  }

  private next(): { readonly last: boolean; readonly code: number; readonly body: Buffer } | undefined {
    const { rest } = this;
    this.wanted = 2;
    if (rest.length < 2) return undefined;
    const first = rest.readUInt8(0);
    const short = rest.readUInt8(1) & 0x7f;
    const from = short < 126 ? 2 : short === 126 ? 4 : 10;
    this.wanted = from;
    if (rest.length < from) return undefined;
    const length =
      short < 126 ? short : short === 126 ? rest.readUInt16BE(2) : Number(rest.readBigUInt64BE(2));
    if (length > MOST_BYTES) throw new Error('a message of the log stream is too long');
    this.wanted = from + length;
    if (rest.length < from + length) return undefined;
    this.rest = rest.subarray(from + length);
    return { last: (first & 0x80) !== 0, code: first & 0x0f, body: rest.subarray(from, from + length) };
  }

  private take({ last, code, body }: { last: boolean; code: number; body: Buffer }): void {
    if (code === CLOSE) {
      this.closed = true;
      this.socket.write(frameOf(CLOSE, body.subarray(0, 2)));
    } else if (code === PING) this.socket.write(frameOf(PONG, body));
    else if (code === TEXT || code === 0) {
      this.messageBytes += body.length + FRAME_BYTES;
      if (this.messageBytes > MOST_BYTES) throw new Error('a message of the log stream is too long');
      this.message.push(body);
      if (!last) return;
      const message = this.message.length === 1 ? body : Buffer.concat(this.message);
      this.message = [];
      this.messageBytes = 0;
      this.onText(message.toString('utf8'));
    }
  }
}

/** A frame with at most 125 bytes, masked as a client's must be. */
function frameOf(code: number, body: Buffer): Buffer {
  const mask = randomBytes(4);
  const masked = Buffer.from(body.subarray(0, 125));
  for (let i = 0; i < masked.length; i += 1)
    masked.writeUInt8(masked.readUInt8(i) ^ mask.readUInt8(i % 4), i);
  return Buffer.concat([Buffer.from([0x80 | code, 0x80 | masked.length]), mask, masked]);
}
