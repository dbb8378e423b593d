import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A request to a chat model and how it was answered. */
export interface Exchange {
  /** All text of the request. */
  readonly text: string;
  /** `data:` addresses of its images. */
  readonly images: readonly string[];
  readonly temperature?: number;
  readonly seed?: number;
  readonly maxTokens?: number;
  readonly status: number;
  /** As the server counted them. */
  readonly tokens: { readonly input: number; readonly output: number };
}

export interface Recorder {
  /** With `/v1`. */
  readonly url: string;
  /** In the order of the answers; grows. */
  readonly exchanges: readonly Exchange[];
  readonly stop: () => Promise<void>;
}

/** Stands before a real server, hands everything on, changes nothing, and keeps what was said. */
export async function record(to: string): Promise<Recorder> {
  const exchanges: Exchange[] = [];
  const server = createServer((request, response) => {
    handOn(to, request, response, exchanges).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const stop = (): Promise<void> =>
    new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return { url: `http://127.0.0.1:${port}/v1`, exchanges, stop };
}

async function handOn(
  to: string,
  request: IncomingMessage,
  response: ServerResponse,
  exchanges: Exchange[],
): Promise<void> {
  const pieces: Buffer[] = [];
  for await (const piece of request) pieces.push(piece as Buffer);
  const sent = Buffer.concat(pieces);
  const type = request.headers['content-type'];
  const answer = await fetch(`${to}${request.url ?? ''}`, {
    method: request.method ?? 'GET',
    ...(type === undefined ? {} : { headers: { 'content-type': type } }),
    ...(sent.length === 0 ? {} : { body: sent }),
  });
  const came = Buffer.from(await answer.arrayBuffer());
  if (request.url?.endsWith('/chat/completions') === true)
    exchanges.push(exchangeOf(sent.toString('utf8'), came.toString('utf8'), answer.status));
  response.writeHead(answer.status, { 'content-type': answer.headers.get('content-type') ?? '' });
  response.end(came);
}

interface Part {
  readonly text?: string;
  readonly image_url?: { readonly url: string };
}
interface Sent {
  readonly messages: readonly { readonly content: string | readonly Part[] }[];
  readonly temperature?: number;
  readonly seed?: number;
  readonly max_tokens?: number;
  readonly max_completion_tokens?: number;
}

function exchangeOf(sent: string, came: string, status: number): Exchange {
  const body = JSON.parse(sent) as Sent;
  const parts = body.messages.flatMap(({ content }): readonly Part[] =>
    typeof content === 'string' ? [{ text: content }] : content,
  );
  const { usage } = (status === 200 ? JSON.parse(came) : {}) as {
    readonly usage?: { readonly prompt_tokens: number; readonly completion_tokens: number };
  };
  const maxTokens = body.max_tokens ?? body.max_completion_tokens;
  return {
    text: parts.flatMap(({ text }) => text ?? []).join('\n'),
    images: parts.flatMap(({ image_url: image }) => image?.url ?? []),
    ...(body.temperature === undefined ? {} : { temperature: body.temperature }),
    ...(body.seed === undefined ? {} : { seed: body.seed }),
    ...(maxTokens === undefined ? {} : { maxTokens }),
    status,
    tokens: { input: usage?.prompt_tokens ?? 0, output: usage?.completion_tokens ?? 0 },
  };
}
