import { Refusal, toFailure, type FromAuditor } from '../../protocol';
import type { AuditorParts } from '../parts';
import type { Aside } from '../store/aside';
import { checkChat } from './check-chat';
import { HANDLERS } from './handlers';
import { checkParams, isCall } from './params';
import { Session } from './session';

/** The channel to the editor. */
export interface AuditorChannel {
  send(message: FromAuditor): void;
  onMessage(listener: (message: unknown) => void): void;
}

/**
 * Serves one editor: answers each call once, several at a time, and tells what changes. Nothing that an editor or a
 * page says can end it. Returns a function that lets go of everything.
 */
export function serveAuditor(
  channel: AuditorChannel,
  parts: AuditorParts,
  aside: Aside,
): () => Promise<void> {
  const session = new Session(
    parts,
    aside,
    (notice) => channel.send(notice),
    (error) =>
      process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`),
  );
  channel.onMessage((message) => {
    if (typeof message !== 'object' || message === null) return;
    if (!('id' in message)) {
      const heard = checkChat(message);
      if (heard?.type === 'chat') session.chats.reply(heard.chat, heard.reply);
      else if (heard?.type === 'chat failed') session.chats.fail(heard.chat, heard.failure);
      return;
    }
    const { id } = message;
    if (typeof id !== 'number') return;
    answer(session, message).then(
      (result) => channel.send({ type: 'answer', id, result }),
      (error: unknown) => channel.send({ type: 'failed', id, failure: toFailure(error) }),
    );
  });
  return () => session.end();
}

async function answer(session: Session, message: object): Promise<unknown> {
  const { call, params } = message as { readonly call?: unknown; readonly params?: unknown };
  if (!isCall(call)) throw new Refusal('The auditor does not know this call');
  // What the check lets through is what the handler of this call takes.
  const handle = HANDLERS[call] as (session: Session, params: unknown) => unknown;
  return await handle(session, checkParams(call, params));
}
