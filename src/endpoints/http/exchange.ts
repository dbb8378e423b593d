import {
  Agent as HttpAgent,
  request as httpRequest,
  type ClientRequest,
  type IncomingMessage,
} from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import type { Readable } from 'node:stream';
import { createBrotliDecompress, createUnzip } from 'node:zlib';

/** Headers of a reply by their names in small letters: a `Headers` or a `Map`. */
export interface ReplyHeaders extends Iterable<readonly [string, string]> {
  get(name: string): string | null | undefined;
}

/** What a server sent, its body not read yet. */
export interface Reply {
  readonly status: number;
  readonly headers: ReplyHeaders;
  readonly body: AsyncIterable<Uint8Array>;
  /** Reads no more of it. */
  readonly drop: () => void;
}

export interface Sent {
  readonly headers: Readonly<Record<string, string>>;
  /** Absent: a GET. */
  readonly body?: string;
  readonly signal: AbortSignal;
}

/** A connection that is not there after so long will not come. */
const CONNECT_MS = 10_000;
/** A connection without work is closed then, or sooner where the server says so: most close theirs after five seconds. */
const IDLE_MS = 4_000;
/** Requests are bounded by the limits of each endpoint, and so are connections. */
const KEPT = { keepAlive: true, maxFreeSockets: 4_096, timeout: IDLE_MS } as const;
const agents: { http?: HttpAgent; https?: HttpsAgent } = {};

/**
 * One HTTP request over a kept connection, without redirects: half of what `fetch` costs, which makes streams and signals
 * of its own for each. Nothing but the signal limits how long the first byte takes. Rejects with what the system says,
 * and with the signal's reason.
 */
export function exchange(url: URL, sent: Sent): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const { signal, body } = sent;
    if (signal.aborted) {
      reject(signal.reason as Error);
      return;
    }
    const request = requestOf(url, sent);
    const stop = (): void => void request.destroy(signal.reason as Error);
    signal.addEventListener('abort', stop, { once: true });
    request.once('close', () => signal.removeEventListener('abort', stop));
    request.once('response', (response) => resolve(replyOf(response, request)));
    // Stays after the first: what comes later is told by the body.
    request.on('error', reject);
    boundConnecting(request, url.protocol);
    request.end(body);
  });
}

function requestOf(url: URL, { headers, body }: Sent): ClientRequest {
  const options = {
    method: body === undefined ? 'GET' : 'POST',
    headers: { 'user-agent': 'node', 'accept-encoding': 'gzip, deflate, br', ...headers },
  };
  return url.protocol === 'https:'
    ? httpsRequest(url, { ...options, agent: (agents.https ??= new HttpsAgent(KEPT)) })
    : httpRequest(url, { ...options, agent: (agents.http ??= new HttpAgent(KEPT)) });
}

function boundConnecting(request: ClientRequest, protocol: string): void {
  request.once('socket', (socket) => {
    if (!socket.connecting) return;
    const timer = setTimeout(() => {
      request.destroy(Object.assign(new Error('The connection takes too long.'), { code: 'ETIMEDOUT' }));
    }, CONNECT_MS);
    const done = (): void => clearTimeout(timer);
    socket.once(protocol === 'https:' ? 'secureConnect' : 'connect', done);
    request.once('close', done);
  });
}

function replyOf(response: IncomingMessage, request: ClientRequest): Reply {
  const headers = new Map<string, string>();
  for (const [name, value] of Object.entries(response.headers))
    if (value !== undefined) headers.set(name, typeof value === 'string' ? value : value.join(', '));
  return {
    status: response.statusCode ?? 0,
    headers,
    body: unpacked(response, headers.get('content-encoding')),
    drop: () => void request.destroy(),
  };
}

function unpacked(response: IncomingMessage, encoding = ''): Readable {
  const packing = encoding.trim().toLowerCase();
  if (packing === '' || packing === 'identity') return response;
  const unpack = packing === 'br' ? createBrotliDecompress() : createUnzip();
  response.on('error', (error) => unpack.destroy(error));
  // An answer that breaks off ends as one that broke, not as a short one.
  response.on('close', () => {
    if (!response.complete) unpack.destroy(new Error('The answer breaks off.'));
  });
  return response.pipe(unpack);
}
