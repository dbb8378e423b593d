import {
  Agent as HttpAgent,
  request as httpRequest,
  type ClientRequest,
  type IncomingMessage,
} from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import type { Readable } from 'node:stream';
import { constants, createBrotliDecompress, createUnzip } from 'node:zlib';

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

/** How often in a row, and when last, a server closed a connection on which the next request was already on its way. */
const closed = new Map<string, { readonly times: number; readonly at: number }>();
/** Then it closes all of them without saying so, and each request gets its own: else it would answer many twice. */
const CLOSES = 3;
/** It may only have been started anew with many in flight, so that keeping is tried again. */
const TRY_AGAIN_MS = 60_000;

/**
 * One HTTP request over a kept connection, without redirects: half of what `fetch` costs, which makes streams and signals
 * of its own for each. When the server has closed that connection meanwhile, it goes over a new one at once. Nothing but
 * the signal limits how long the first byte takes. Rejects with what the system says, and with the signal's reason.
 */
export async function exchange(url: URL, sent: Sent): Promise<Reply> {
  const before = closed.get(url.origin);
  if (before !== undefined && before.times >= CLOSES && Date.now() - before.at < TRY_AGAIN_MS)
    return once(url, sent, false);
  try {
    return await once(url, sent, true);
  } catch (error) {
    if (!(error instanceof StaleConnection)) throw error;
    closed.set(url.origin, { times: (closed.get(url.origin)?.times ?? 0) + 1, at: Date.now() });
    return once(url, sent, false);
  }
}

/** A kept connection was closed before anything came back on it. */
class StaleConnection extends Error {}

const RESET: readonly unknown[] = ['ECONNRESET', 'EPIPE', 'ECONNABORTED'];

function once(url: URL, sent: Sent, kept: boolean): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const { signal, body } = sent;
    if (signal.aborted) {
      reject(signal.reason as Error);
      return;
    }
    const request = requestOf(url, sent, kept);
    const stop = (): void => void request.destroy(signal.reason as Error);
    signal.addEventListener('abort', stop, { once: true });
    request.once('close', () => {
      signal.removeEventListener('abort', stop);
      // All that is said after `101 Switching Protocols`, which is no answer.
      reject(Object.assign(new Error('The connection was closed.'), { code: 'ECONNRESET' }));
    });
    request.once('socket', (socket) => {
      // The agent listens to none that is given back while its last write fails.
      if (!socket.listeners('error').includes(toldElsewhere)) socket.on('error', toldElsewhere);
    });
    request.once('response', (response) => {
      if (request.reusedSocket) closed.delete(url.origin);
      resolve(replyOf(response, request));
    });
    request.once('upgrade', (_response, socket) => socket.destroy());
    // Stays after the first: what comes later is told by the body.
    request.on('error', (error: NodeJS.ErrnoException) => {
      const stale = request.reusedSocket && !signal.aborted && RESET.includes(error.code);
      reject(stale ? new StaleConnection(error.message, { cause: error }) : error);
    });
    boundConnecting(request, url.protocol);
    request.end(body);
  });
}

/** Errors of a connection are told by its request, or concern nobody any more. */
const toldElsewhere = (): void => undefined;

/** `deflate` is not asked for: some servers send it without its header. */
function requestOf(url: URL, { headers, body }: Sent, kept: boolean): ClientRequest {
  const options = {
    method: body === undefined ? 'GET' : 'POST',
    headers: { 'user-agent': 'node', 'accept-encoding': 'gzip, br', ...headers },
  };
  return url.protocol === 'https:'
    ? httpsRequest(url, { ...options, agent: kept && (agents.https ??= new HttpsAgent(KEPT)) })
    : httpRequest(url, { ...options, agent: kept && (agents.http ??= new HttpAgent(KEPT)) });
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
  // Answered before all was sent, as a request that is too large: nobody will read the rest.
  response.once('end', () => {
    if (!request.writableFinished) request.destroy();
  });
  return {
    status: response.statusCode ?? 0,
    headers,
    body: unpacked(response, headers.get('content-encoding')),
    drop: () => void request.destroy(),
  };
}

/** An answer without a body, though packed, is an empty one. */
const UNZIP = { finishFlush: constants.Z_SYNC_FLUSH } as const;
const UNBROTLI = { finishFlush: constants.BROTLI_OPERATION_FLUSH } as const;

/** The body as it was before it was packed; of a packing that was not offered, which is often no packing, as it is. */
function unpacked(response: IncomingMessage, encoding = ''): Readable {
  const packing = encoding.trim().toLowerCase();
  if (!['gzip', 'x-gzip', 'deflate', 'br'].includes(packing)) return response;
  const unpack = packing === 'br' ? createBrotliDecompress(UNBROTLI) : createUnzip(UNZIP);
  // Who reads is told; a body that nobody reads, as that of a redirect, may be what it will.
  unpack.on('error', () => undefined);
  response.on('error', (error) => unpack.destroy(error));
  // An answer that breaks off ends as one that broke, not as a short one.
  response.on('close', () => {
    if (!response.complete) unpack.destroy(new Error('The answer breaks off.'));
  });
  return response.pipe(unpack);
}
