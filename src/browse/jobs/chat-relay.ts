import {
  Refusal,
  type ChatReply,
  type ChatRequest,
  type FromAuditor,
  type MonitorFailure,
} from '../../protocol';

interface Waiting {
  readonly resolve: (reply: ChatReply) => void;
  readonly reject: (error: Error) => void;
}

/** Asks the editor's own language models; the editor asks the user first. */
export class ChatRelay {
  private readonly waiting = new Map<number, Waiting>();
  private latest = 0;

  constructor(private readonly send: (message: Extract<FromAuditor, { type: 'chat' }>) => void) {}

  /** Rejects with the editor's words, or with the signal's reason when nobody waits any more. */
  ask(model: string, request: ChatRequest, signal?: AbortSignal): Promise<ChatReply> {
    this.latest += 1;
    const chat = this.latest;
    return new Promise((resolve, reject) => {
      signal?.throwIfAborted();
      const onAbort = (): void => this.end(chat)?.reject(signal?.reason as Error);
      signal?.addEventListener('abort', onAbort, { once: true });
      const settled = (): void => signal?.removeEventListener('abort', onAbort);
      this.waiting.set(chat, {
        resolve: (reply) => {
          settled();
          resolve(reply);
        },
        reject: (error) => {
          settled();
          reject(error);
        },
      });
      this.send({ type: 'chat', chat, model, request });
    });
  }

  /** The editor's reply; a late one, to what nobody waits for, is passed over. */
  reply(chat: number, reply: ChatReply): void {
    this.end(chat)?.resolve(reply);
  }

  fail(chat: number, { message, hint }: MonitorFailure): void {
    this.end(chat)?.reject(new Refusal(message, hint));
  }

  private end(chat: number): Waiting | undefined {
    const waiting = this.waiting.get(chat);
    this.waiting.delete(chat);
    return waiting;
  }
}
