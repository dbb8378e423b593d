import { createServer, type AddressInfo, type Socket } from 'node:net';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { describe, expect, it, onTestFinished } from 'vitest';
import { completion, json } from './fault-server';
import { open, request, serve, texts } from './ask';

const PACKINGS = [
  ['gzip', gzipSync],
  ['deflate', deflateSync],
  ['br', brotliCompressSync],
] as const;

const replyText = (value: unknown): string => {
  const body = JSON.stringify(value);
  return `HTTP/1.1 200 OK\r\nconnection: keep-alive\r\ncontent-length: ${body.length}\r\n\r\n${body}`;
};

/** Acts on each request (of small bodies) of a connection, numbered from 0. */
async function serveRaw(
  act: (socket: Socket, request: number) => void,
): Promise<{ readonly url: string; readonly received: () => number }> {
  let received = 0;
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    let text = '';
    let request = 0;
    socket.on('error', () => undefined);
    socket.on('data', (piece) => {
      text += piece.toString('latin1');
      const head = text.indexOf('\r\n\r\n');
      const length = Number(/content-length: (\d+)/i.exec(text)?.[1] ?? 0);
      if (head < 0 || text.length < head + 4 + length) return;
      text = text.slice(head + 4 + length);
      received += 1;
      act(socket, request);
      request += 1;
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/v1`, received: () => received };
}

describe('an exchange', () => {
  it('keeps its connections, one for each request in flight', async () => {
    const ports = new Set<number | undefined>();
    const server = await serve((response) => {
      ports.add(response.socket?.remotePort);
      setTimeout(() => json(response, completion('ok')), 5);
    });
    const client = open(server.url, { concurrency: 4 });
    await Promise.all(Array.from({ length: 40 }, (_, i) => client.ask(request(String(i)))));
    expect(server.received).toHaveLength(40);
    expect(ports.size).toBe(4);
  });

  it.each([
    ['a connection that the server has closed meanwhile', 2],
    ['connections that it closes each time, without saying so', 12],
  ])('goes on at once over another after %s', async (_, asked) => {
    let begun = 0;
    const server = await serveRaw((socket, request) => {
      const first = request === 0;
      begun += first ? 1 : 0;
      // Said to be kept. What comes on it next is lost.
      if (first) socket.write(replyText(completion('yes')));
      else socket.resetAndDestroy();
    });
    const client = open(server.url, { concurrency: 1 });
    for (let i = 0; i < asked; i += 1) expect(await texts(client, request(String(i)))).toEqual(['yes']);
    expect(client.usage()).toMatchObject({ requests: asked, retried: 0, failed: 0 });
    expect(begun).toBe(asked);
    // It has learnt: no more than three are sent in vain.
    expect(server.received()).toBe(asked + Math.min(asked - 1, 3));
  });

  it.each(PACKINGS)('reads a body that is packed by %s', async (encoding, pack) => {
    const server = await serve((response, { headers }) => {
      // Raw deflate goes by the same name, so it is read but not asked for.
      expect(headers['accept-encoding']).toBe('gzip, br');
      response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': encoding });
      response.end(pack(JSON.stringify(completion('ünpacked'))));
    });
    expect(await texts(open(server.url), request('?'))).toEqual(['ünpacked']);
  });

  it.each(PACKINGS)('asks again where a body that is packed by %s breaks off', async (encoding, pack) => {
    const packed = pack(JSON.stringify(completion('x'.repeat(5_000))));
    const server = await serve((response, _, i) => {
      if (i > 0) {
        json(response, completion('yes'));
        return;
      }
      response.writeHead(200, { 'content-encoding': encoding, 'content-length': packed.length });
      response.write(packed.subarray(0, packed.length - 8));
      setTimeout(() => response.destroy(), 20);
    });
    const client = open(server.url);
    expect(await texts(client, request('?'))).toEqual(['yes']);
    expect(client.usage()).toMatchObject({ retried: 1, failed: 0 });
  });

  it('goes the way that somebody has given to `fetch`', async () => {
    const server = await serve((response) => json(response, completion('ok')));
    // There is a dispatcher once something was fetched.
    await fetch(`${server.url}/models`, { method: 'POST', body: '{}' });
    const key = Symbol.for('undici.globalDispatcher.1');
    const all = globalThis as Record<symbol, unknown>;
    const plain = all[key] as { dispatch: (...given: readonly unknown[]) => boolean };
    let sent = 0;
    class ProxyAgent {
      dispatch(...given: readonly unknown[]): boolean {
        sent += 1;
        return plain.dispatch(...given);
      }
    }
    await open(server.url).ask(request('plain'));
    expect(sent).toBe(0);
    all[key] = new ProxyAgent();
    try {
      expect(await texts(open(server.url), request('by the proxy'))).toEqual(['ok']);
    } finally {
      all[key] = plain;
    }
    expect(sent).toBe(1);
  });
});
