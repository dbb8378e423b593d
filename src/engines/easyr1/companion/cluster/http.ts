import { request as plain, type IncomingMessage, type RequestOptions } from 'node:http';
import { request as secure } from 'node:https';

export interface Answer {
  readonly status: number;
  readonly text: string;
}

/** A cluster that answers without end is not listened to without end, neither in bytes nor in time. */
const MOST_BYTES = 16 * 1024 * 1024;
const MOST_TIMES = 10;

/**
 * Asks an HTTP server. Not with `fetch`, whose headers make Ray take us for a web page, which may not submit jobs.
 * Rejects when it cannot be reached, is silent for `timeoutMs`,
 * or has still not ended after ten times that, or after `mostBytes`.
 */
export function ask(
  method: 'GET' | 'POST' | 'PUT',
  url: string,
  options: {
    readonly body?: string | Uint8Array;
    readonly timeoutMs?: number;
    readonly mostBytes?: number;
  } = {},
): Promise<Answer> {
  const { body, timeoutMs = 30_000, mostBytes = MOST_BYTES } = options;
  return new Promise((resolve, reject) => {
    const request = start(
      url,
      {
        method,
        timeout: timeoutMs,
        signal: AbortSignal.timeout(MOST_TIMES * timeoutMs),
        headers: {
          ...credentials(),
          ...(typeof body === 'string' ? { 'content-type': 'application/json' } : {}),
          ...(body === undefined ? {} : { 'content-length': Buffer.byteLength(body) }),
        },
      },
      (response) => {
        const chunks: Buffer[] = [];
        let bytes = 0;
        response.on('data', (chunk: Buffer) => {
          bytes += chunk.length;
          if (bytes > mostBytes) request.destroy(new Error('the answer is too long'));
          else chunks.push(chunk);
        });
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, text: Buffer.concat(chunks).toString('utf8') }),
        );
        response.on('error', reject);
      },
    );
    request.on('timeout', () => request.destroy(new Error(`no answer within ${timeoutMs / 1000} s`)));
    request.on('error', reject);
    request.end(body);
  });
}

/** Begins a request of the URL's own protocol. */
export const start = (url: string, options: RequestOptions, listener?: (response: IncomingMessage) => void) =>
  (url.startsWith('https:') ? secure : plain)(url, options, listener);

/** Ray's token, where the environment has one, as its own programs send it. */
export const credentials = (): Readonly<Record<string, string>> => {
  const token = process.env.RAY_AUTH_TOKEN;
  return token === undefined || token === '' ? {} : { authorization: `Bearer ${token}` };
};
