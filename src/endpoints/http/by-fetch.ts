import type { Reply, Sent } from './exchange';

const GLOBAL = Symbol.for('undici.globalDispatcher.1');

/**
 * Whether somebody has changed the way that `fetch` takes: an agent for a proxy in place of the plain one, or Node's own
 * for the proxies of the environment. Then requests go that way.
 */
export function hasOwnWay(): boolean {
  if ((process.env.NODE_USE_ENV_PROXY ?? '') !== '') return true;
  const dispatcher = (globalThis as Readonly<Record<symbol, unknown>>)[GLOBAL];
  return typeof dispatcher === 'object' && dispatcher !== null && dispatcher.constructor.name !== 'Agent';
}

/** One HTTP request by `fetch`, without redirects. Rejects as `fetch` does. */
export async function exchangeByFetch(url: URL, { headers, body, signal }: Sent): Promise<Reply> {
  const response = await fetch(url.href, {
    method: body === undefined ? 'GET' : 'POST',
    headers,
    ...(body === undefined ? {} : { body }),
    redirect: 'manual',
    signal,
  });
  return {
    status: response.status,
    headers: response.headers,
    body: (response.body ?? []) as AsyncIterable<Uint8Array>,
    drop: () => void response.body?.cancel().catch(() => undefined),
  };
}
