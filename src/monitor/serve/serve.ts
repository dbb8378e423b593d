import { Refusal, toFailure, type FromMonitor } from '../../protocol';
import type { MonitorParts } from '../parts';
import { HANDLERS } from './handlers';
import { checkParams, isCall } from './params';
import { Session } from './session';

/** The channel to the editor. */
export interface MonitorChannel {
  send(message: FromMonitor): void;
  /** Much of what was sent has not been taken yet: what can wait should. */
  isClogged(): boolean;
  onMessage(listener: (message: unknown) => void): void;
}

/**
 * Serves one editor: answers each call once, several at a time, and tells what changes. Nothing that an editor or a
 * page says can end it. Returns a function that lets go of everything.
 */
export function serveMonitor(channel: MonitorChannel, parts: MonitorParts): () => Promise<void> {
  const session = new Session(parts, channel, (error) =>
    process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`),
  );
  channel.onMessage((message) => {
    if (typeof message !== 'object' || message === null || !('id' in message)) return;
    const { id } = message;
    if (typeof id !== 'number') return;
    answer(session, message).then(
      (result) => channel.send({ type: 'answer', id, result }),
      (error: unknown) => channel.send({ type: 'failed', id, failure: toFailure(error) }),
    );
  });
  return () => session.close();
}

async function answer(session: Session, message: object): Promise<unknown> {
  const { call, params } = message as { readonly call?: unknown; readonly params?: unknown };
  if (!isCall(call)) throw new Refusal('The monitor does not know this call');
  // What the check lets through is what the handler of this call takes.
  const handle = HANDLERS[call] as (session: Session, params: unknown) => unknown;
  return await handle(session, checkParams(call, params));
}
