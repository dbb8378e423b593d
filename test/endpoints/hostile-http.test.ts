import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { send, type Response } from '../../src/endpoints/http/post';

/** Answers the first bytes of each connection with these, or by this. What it is sent later it does not read. */
async function serveBytes(reply: string | ((socket: Socket) => void)): Promise<string> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.once('data', () => {
      socket.pause();
      if (typeof reply === 'string') socket.write(reply);
      else reply(socket);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
}

const ask = (url: string, body = '{}'): Promise<Response> =>
  send({ url, headers: {}, body, timeout: 20_000, signals: [] });

/** More than the system takes of a connection that nobody reads. */
const LARGE = 'x'.repeat(30_000_000);

/** An error that nobody listens to fails the run of the tests, not this one: it must have had its time. */
async function settled(): Promise<void> {
  for (let i = 0; i < 20; i += 1) await turn();
}

const answer = (head: string, body = ''): string =>
  `HTTP/1.1 ${head}\r\nContent-Length: ${body.length}\r\n\r\n${body}`;

describe('an exchange with a server that does what none should', () => {
  it('ends where the server would speak another protocol', async () => {
    const url = await serveBytes(
      'HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n',
    );
    expect(await ask(url)).toEqual({ kind: 'unreachable', code: 'ECONNRESET' });
  });

  it.each(['gzip', 'br'])(
    'does not mind what the body of a redirect is, said to be packed by %s',
    async (by) => {
      for (const cut of [0, 2]) {
        const whole = answer(
          `307 Moved\r\nLocation: http://elsewhere.example/v1\r\nContent-Encoding: ${by}`,
          'no such thing',
        );
        const url = await serveBytes(whole.slice(0, whole.length - cut));
        expect(await ask(url)).toEqual({ kind: 'elsewhere', host: 'elsewhere.example' });
        await settled();
      }
    },
  );

  it('takes an answer that comes before all is sent, and outlives the end of that connection', async () => {
    let closed: Promise<unknown> | undefined;
    const url = await serveBytes((socket) => {
      closed = once(socket, 'close');
      socket.end(answer('413 Content Too Large', 'no'), () => setTimeout(() => socket.resetAndDestroy(), 20));
    });
    expect(await ask(url, LARGE)).toMatchObject({ kind: 'answer', status: 413, text: 'no' });
    await closed;
    await settled();
  });

  it('sends no more of a request that is answered', async () => {
    let socket: Socket | undefined;
    const url = await serveBytes((one) => {
      socket = one;
      one.write(answer('413 Content Too Large', 'no'));
    });
    expect(await ask(url, LARGE)).toMatchObject({ status: 413 });
    socket?.resume();
    await once(socket!, 'close');
    expect(socket!.bytesRead).toBeLessThan(LARGE.length);
  });

  it.each([
    ['is named like no packing there is', '200 OK\r\nContent-Encoding: utf-8', 'as it is'],
    ['is packed by gzip, and empty', '500 Oops\r\nContent-Encoding: gzip', ''],
    ['is packed by br, and empty', '500 Oops\r\nContent-Encoding: br', ''],
  ])('reads a body that %s', async (_, head, text) => {
    const url = await serveBytes(answer(head, text));
    expect(await ask(url)).toMatchObject({ kind: 'answer', status: Number(head.slice(0, 3)), text });
  });

  it('keeps connections again, some time after a server has closed many at once', async () => {
    let begun = 0;
    let closes = true;
    const server = createServer((socket) => {
      let request = 0;
      begun += 1;
      socket.on('error', () => undefined);
      socket.on('data', () => {
        if (closes && request > 0) socket.resetAndDestroy();
        else socket.write(answer('200 OK', 'yes'));
        request += 1;
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void server.close());
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
    const asked = async (times: number): Promise<number> => {
      const before = begun;
      for (let i = 0; i < times; i += 1) expect(await ask(url)).toMatchObject({ text: 'yes' });
      return begun - before;
    };
    expect(await asked(10)).toBe(10);
    closes = false;
    expect(await asked(5)).toBe(5);
    const now = Date.now() + 61_000;
    vi.spyOn(Date, 'now').mockReturnValue(now);
    onTestFinished(() => void vi.restoreAllMocks());
    expect(await asked(5)).toBe(1);
  });
});
