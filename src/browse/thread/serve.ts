import { toFailure } from '../../protocol';
import { parentPort } from 'node:worker_threads';

import { Stores } from '../sets/stores';
import type { ThreadReply, ThreadRequest } from './messages';

/** Makes this thread the auditor's: it works on sets of its own, one request at a time, and keeps them open. */
export function runAuditorThread(): void {
  const port = parentPort;
  if (port === null) return;
  const stores = new Stores();
  let turn: Promise<unknown> = Promise.resolve();
  port.on('message', (request: ThreadRequest) => {
    const { id } = request;
    turn = turn
      .then(() => answer(stores, request))
      .then(
        (result): ThreadReply => ({ id, result }),
        (error: unknown): ThreadReply => ({ id, failure: toFailure(error) }),
      )
      .then((reply) => port.postMessage(reply));
  });
}

async function answer(stores: Stores, { what, set, against }: ThreadRequest): Promise<unknown> {
  const store = await stores.get(set, true);
  await store.refresh();
  if (what === 'figures') return store.figures();
  if (what === 'gate') return store.withheld();
  return store.compared(await stores.get(against ?? set, true));
}
