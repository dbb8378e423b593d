import { createHash } from 'node:crypto';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { afterEach, describe, expect, it } from 'vitest';
import { ask } from '../../../src/engines/easyr1/companion/cluster/http';
import { Jobs } from '../../../src/engines/easyr1/companion/cluster/jobs';
import { listenTo } from '../../../src/engines/easyr1/companion/cluster/web-socket';
import { LineSplitter } from '../../../src/engines/easyr1/companion/follow/lines';
import { sampleEvents } from '../../../src/engines/easyr1/companion/follow/samples';
import { ends } from '../../fixtures/hang';

/** A dashboard that means harm, or is broken. */
const servers: Server[] = [];
async function dashboard(answer: RequestListener, upgrade?: (socket: Duplex) => void): Promise<string> {
  const server = createServer(answer);
  if (upgrade !== undefined)
    server.on('upgrade', (request, socket) => {
      const key = request.headers['sec-websocket-key'] ?? '';
      const accept = createHash('sha1').update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest('base64');
      socket.on('error', () => undefined);
      socket.write(
        `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`,
      );
      upgrade(socket);
    });
  servers.push(server);
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});
const never = new AbortController().signal;

describe('a dashboard that answers without end', () => {
  it('in bytes', async () => {
    const url = await dashboard((_, reply) => {
      const more = (): void => {
        while (!reply.destroyed && reply.write(Buffer.alloc(1 << 20, 0x20)));
        reply.once('drain', more);
      };
      more();
    });
    await expect(new Jobs(url).job('x')).rejects.toThrow('too long');
  });

  it('in time, a byte now and then', async () => {
    const url = await dashboard((_, reply) => {
      const timer = setInterval(() => reply.write(' '), 20);
      reply.on('close', () => clearInterval(timer));
    });
    await expect(ask('GET', url, { timeoutMs: 60 })).rejects.toThrow();
  });

  it('where a log stream was asked for', async () => {
    let open: boolean | undefined;
    const url = await dashboard((_, reply) => {
      open = true;
      const timer = setInterval(() => reply.write('x'.repeat(1000)), 5);
      reply.on('close', () => {
        clearInterval(timer);
        open = false;
      });
    });
    await expect(listenTo(url, () => undefined, never)).rejects.toThrow('no log stream');
    await expect.poll(() => open).toBe(false);
  });

  it('with redirects, which are not followed', async () => {
    const url = await dashboard((_, reply) => {
      reply.writeHead(302, { location: 'http://127.0.0.1:1/' }).end();
    });
    await expect(new Jobs(url).version()).rejects.toThrow('HTTP 302');
  });
});

const header = (first: number, length: number): Buffer => {
  const bytes = Buffer.alloc(10);
  bytes.writeUInt8(first, 0);
  bytes.writeUInt8(127, 1);
  bytes.writeBigUInt64BE(BigInt(length), 2);
  return bytes;
};

describe('a log stream', () => {
  it('of a message whose pieces never end is given up', async () => {
    const url = await dashboard(
      () => undefined,
      (socket) => {
        const piece = Buffer.concat([header(0, 1 << 20), Buffer.alloc(1 << 20)]);
        const more = (): void => {
          while (!socket.destroyed && socket.write(piece));
          socket.once('drain', more);
        };
        more();
      },
    );
    await expect(listenTo(url, () => undefined, never)).rejects.toThrow('too long');
  });

  it('of large frames in small pieces, a few of them at a time, takes no more than their bytes', async () => {
    const size = 40 << 20;
    const url = await dashboard(
      () => undefined,
      (socket) => {
        socket.write(header(0x81, size));
        const piece = Buffer.alloc(4096, 0x61);
        let sent = 0;
        const more = (): void => {
          while (sent < size) {
            sent += piece.length;
            if (!socket.write(piece)) return void socket.once('drain', more);
          }
          socket.write(Buffer.from([0x81, 1, 0x62, 0x88, 0]));
        };
        more();
      },
    );
    const lengths: number[] = [];
    await listenTo(url, (text) => lengths.push(text.length), never);
    expect(lengths).toEqual([size, 1]);
  });
});

describe('what a hostile log holds', () => {
  it('a line that comes letter by letter is joined in time', () => {
    const splitter = new LineSplitter(/\r\n|\n|\r/);
    ends(() => {
      for (let i = 0; i < 1_000_000; i += 1) splitter.push('.');
      expect(splitter.push('\r')).toEqual(['.'.repeat(1_000_000)]);
    });
  });

  it('a prompt of line breaks is shown in time', () => {
    const answer = { output: 'o', gold: 'g', score: 1, line: 1, doubtful: false };
    ends(() => sampleEvents(1, [{ ...answer, prompt: `user\n${'\n'.repeat(400_000)}x` }]));
    const [event] = sampleEvents(1, [{ ...answer, prompt: 'system\nBe kind.\nuser\nWhy?\n\nassistant\n' }]);
    expect(event).toMatchObject({ sample: { question: 'Why?' } });
  });
});
