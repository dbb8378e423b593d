import { timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { PromptTemplate } from '../../engines';
import { forward } from './forward';
import { withPrompt } from './messages';

/** A question with several large images; more is nobody's benchmark. */
const LARGEST = 256 * 2 ** 20;

export interface Relay {
  readonly port: number;
  /** Questions that were answered, and that were refused or lost. */
  counts(): { readonly answered: number; readonly failed: number };
  close(): Promise<void>;
}

interface RelayRequest {
  /** Base address of the server, with its version: `http://127.0.0.1:8000/v1`. */
  readonly server: string;
  /** What the server calls the model. */
  readonly model: string;
  readonly template?: PromptTemplate | undefined;
  /** What the evaluator must send as its key. */
  readonly token: string;
  /** Key of the server; never leaves this process but for the server. */
  readonly key?: string | undefined;
  readonly port?: number;
  readonly onAnswer?: () => void;
}

/**
 * Listens on this machine alone for chat completions, puts the curriculum's prompt around each question, and passes it
 * on. Evaluators have no word for a prompt of one's own, and write keys into their logs: this one is worth nothing.
 */
export async function openRelay(request: RelayRequest): Promise<Relay> {
  let answered = 0;
  let failed = 0;
  const gone = new AbortController();
  const server = createServer((question, reply) => {
    void answer(request, question, reply, gone.signal)
      .catch(() => 502)
      .then((status) => {
        if (status < 400) answered += 1;
        else failed += 1;
        if (!reply.headersSent) say(reply, status, 'The server of the model did not answer');
        request.onAnswer?.();
      });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(request.port ?? 0, '127.0.0.1', resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    counts: () => ({ answered, failed }),
    close: () =>
      new Promise((resolve) => {
        gone.abort();
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** The status that was replied. */
async function answer(
  { server, model, template, token, key }: RelayRequest,
  question: IncomingMessage,
  reply: ServerResponse,
  gone: AbortSignal,
): Promise<number> {
  if (!sameText(question.headers.authorization ?? '', `Bearer ${token}`))
    return say(reply, 401, 'This address is of an evaluation that is running');
  if (question.method !== 'POST' || question.url !== '/v1/chat/completions')
    return say(reply, 404, 'Only chat completions are passed on');
  const text = await textOf(question);
  if (text === undefined) return say(reply, 413, 'The question is too large');
  let body: unknown;
  try {
    body = withPrompt(JSON.parse(text), template, model);
  } catch {
    return say(reply, 400, 'The question is no JSON');
  }
  const said = await forward(`${server}/chat/completions`, JSON.stringify(body), key, gone);
  reply.writeHead(said.status, { 'content-type': said.type });
  reply.end(said.body);
  return said.status;
}

async function textOf(question: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of question as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > LARGEST) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function say(reply: ServerResponse, status: number, message: string): number {
  reply.writeHead(status, { 'content-type': 'application/json' });
  reply.end(JSON.stringify({ error: { message } }));
  return status;
}

const sameText = (a: string, b: string): boolean => {
  const [one, other] = [Buffer.from(a), Buffer.from(b)];
  return one.length === other.length && timingSafeEqual(one, other);
};
