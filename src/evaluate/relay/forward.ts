import { request as askHttp, type IncomingMessage } from 'node:http';
import { request as askHttps } from 'node:https';

export interface Forwarded {
  readonly status: number;
  readonly type: string;
  readonly body: Buffer;
}

/** An answer of text; more is no chat reply. */
const LARGEST = 64 * 2 ** 20;

/**
 * Posts JSON and waits for the answer as long as the other side keeps the connection: a long trace takes many minutes,
 * after which `fetch` would have given up. Redirects are not followed. Rejects when there is no whole answer.
 */
export function forward(
  url: string,
  body: string,
  key: string | undefined,
  signal: AbortSignal,
): Promise<Forwarded> {
  const ask = url.startsWith('https:') ? askHttps : askHttp;
  const headers = {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(body),
    ...(key === undefined ? {} : { authorization: `Bearer ${key}` }),
  };
  return new Promise((resolve, reject) => {
    const request = ask(url, { method: 'POST', headers, signal }, (response) => {
      collect(response).then(
        (whole) =>
          resolve({
            status: response.statusCode ?? 502,
            type: response.headers['content-type'] ?? 'application/json',
            body: whole,
          }),
        reject,
      );
    });
    request.on('error', reject);
    request.end(body);
  });
}

async function collect(response: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > LARGEST) throw new Error('the answer is too large');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
