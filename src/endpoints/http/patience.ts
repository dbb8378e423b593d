type Dispatcher = object;
type AgentClass = new (options: { headersTimeout: number; bodyTimeout: number }) => Dispatcher;

const GLOBAL = Symbol.for('undici.globalDispatcher.1');
let kept: { readonly dispatcher?: Dispatcher } | undefined;

/**
 * `fetch` gives up after 300 s without headers, whatever the signal says, and a slow model's long answer takes more.
 * An agent of the same class without those limits is used instead, where the global one is a plain agent; a proxy or
 * anything else that somebody has put there stays. The request's own timeout bounds it.
 */
export function longPatience(): object {
  const kind = (globalThis as Readonly<Record<symbol, unknown>>)[GLOBAL];
  // There is none before the first request: that one has the usual patience.
  if (kept === undefined && typeof kind === 'object' && kind !== null) {
    const Agent = kind.constructor as AgentClass;
    kept = Agent.name === 'Agent' ? { dispatcher: new Agent({ headersTimeout: 0, bodyTimeout: 0 }) } : {};
  }
  return kept ?? {};
}
