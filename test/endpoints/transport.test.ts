import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { completion, json } from './fault-server';
import { open, request, serve, texts } from './ask';

const PACKINGS = [
  ['gzip', gzipSync],
  ['deflate', deflateSync],
  ['br', brotliCompressSync],
] as const;

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

  it.each(PACKINGS)('reads a body that is packed by %s', async (encoding, pack) => {
    const server = await serve((response, { headers }) => {
      expect(headers['accept-encoding']).toContain(encoding);
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
