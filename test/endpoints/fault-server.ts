import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

/** A request as the fault server got it. */
export interface Received {
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: Readonly<Record<string, unknown>>;
  readonly at: number;
}

/** What the server does with the request of this number, from 0. */
export type Act = (response: ServerResponse, received: Received, number: number) => void | Promise<void>;

/**
 * A server that does what servers do wrong. No model is behind it: it stands in for the failures of real ones, which
 * cannot be ordered. (`serve.test.ts` asks a real server.)
 */
export class FaultServer {
  readonly received: Received[] = [];
  private readonly sockets = new Set<Socket>();
  private readonly server = createServer((request, response) => void this.handle(request, response));
  inFlight = 0;
  mostInFlight = 0;

  private constructor(private readonly act: Act) {}

  static async start(act: Act): Promise<FaultServer> {
    const made = new FaultServer(act);
    made.server.on('connection', (socket) => {
      made.sockets.add(socket);
      socket.on('close', () => made.sockets.delete(socket));
    });
    await new Promise<void>((resolve) => made.server.listen(0, '127.0.0.1', resolve));
    return made;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}/v1`;
  }

  async close(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const pieces: Buffer[] = [];
    for await (const piece of request) pieces.push(piece as Buffer);
    const text = Buffer.concat(pieces).toString('utf8');
    const body = (text === '' ? {} : JSON.parse(text)) as Received['body'];
    const number = this.received.length;
    const received = { path: request.url ?? '', headers: request.headers, body, at: Date.now() };
    this.received.push(received);
    this.inFlight += 1;
    this.mostInFlight = Math.max(this.mostInFlight, this.inFlight);
    response.on('close', () => (this.inFlight -= 1));
    await this.act(response, received, number);
  }
}

/** Answers with JSON. */
export function json(
  response: ServerResponse,
  value: unknown,
  status = 200,
  headers: Readonly<Record<string, string>> = {},
): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(JSON.stringify(value));
}

/** A chat reply as OpenAI's API has it. */
export const completion = (...texts: readonly string[]): object => ({
  object: 'chat.completion',
  choices: texts.map((content, index) => ({
    index,
    message: { role: 'assistant', content },
    finish_reason: 'stop',
  })),
  usage: { prompt_tokens: 10, completion_tokens: 3 * texts.length },
});

/** An error as OpenAI's API has it. */
export const failure = (message: string, extra: object = {}): object => ({ error: { message, ...extra } });
