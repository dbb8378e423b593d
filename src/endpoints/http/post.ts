import { onAbort, reasonOf } from '../abort';
import { sameHost } from '../url';
import { exchangeByFetch, hasOwnWay } from './by-fetch';
import { exchange, type Reply, type ReplyHeaders, type Sent } from './exchange';

/** More of a reply is not read. */
const LARGEST_REPLY = 32 * 1024 * 1024;
const MOST_REDIRECTS = 3;

/** What came back from a server, or why nothing did. */
export type Response =
  | {
      readonly kind: 'answer';
      readonly status: number;
      readonly headers: ReplyHeaders;
      readonly text: string;
    }
  /** The connection could not be made, or broke. `code` as the system says it. */
  | { readonly kind: 'unreachable'; readonly code: string }
  /** It broke after the answer had begun: somebody is there. */
  | { readonly kind: 'broken'; readonly code: string }
  | { readonly kind: 'timeout' }
  | { readonly kind: 'too large'; readonly bytes: number }
  | { readonly kind: 'elsewhere'; readonly host: string };

export interface Call {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Absent: a GET. */
  readonly body?: string;
  /** Milliseconds for all of it. */
  readonly timeout: number;
  readonly signals: readonly (AbortSignal | undefined)[];
}

/** One HTTP exchange. Rejects only with the reason of a signal; redirects stay on their host, as does the key. */
export async function send(call: Call): Promise<Response> {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(TIMEOUT), call.timeout);
  const offs = call.signals.map((signal) => onAbort(signal, (reason) => controller.abort(reason)));
  let begun = false;
  try {
    const sent = sentOf(call, controller.signal);
    const ask = hasOwnWay() ? exchangeByFetch : exchange;
    let url = new URL(call.url);
    for (let hops = 0; ; hops += 1) {
      const reply = await ask(url, sent);
      const target = reply.headers.get('location') ?? undefined;
      if (reply.status < 300 || reply.status >= 400 || target === undefined) {
        begun = true;
        return await answerOf(reply);
      }
      reply.drop();
      const next = URL.canParse(target, url.href) ? new URL(target, url) : undefined;
      if (next === undefined || !sameHost(url, next) || hops >= MOST_REDIRECTS) {
        return { kind: 'elsewhere', host: next?.host ?? target.slice(0, 100) };
      }
      url = next;
    }
  } catch (error) {
    if (controller.signal.reason === TIMEOUT) return { kind: 'timeout' };
    if (controller.signal.aborted) throw reasonOf(controller.signal);
    return { kind: begun ? 'broken' : 'unreachable', code: causeOf(error) };
  } finally {
    clearTimeout(timer);
    for (const off of offs) off();
  }
}

const TIMEOUT = Symbol('timeout');

const sentOf = ({ headers, body }: Call, signal: AbortSignal): Sent => ({
  headers: { accept: 'application/json', ...(body === undefined ? {} : JSON_BODY), ...headers },
  ...(body === undefined ? {} : { body }),
  signal,
});
const JSON_BODY = { 'content-type': 'application/json' } as const;

async function answerOf({ status, headers, body, drop }: Reply): Promise<Response> {
  const pieces: Uint8Array[] = [];
  let bytes = 0;
  for await (const piece of body) {
    bytes += piece.byteLength;
    if (bytes > LARGEST_REPLY) {
      drop();
      return { kind: 'too large', bytes };
    }
    pieces.push(piece);
  }
  return { kind: 'answer', status, headers, text: Buffer.concat(pieces).toString('utf8') };
}

/** `fetch failed` says nothing; the system's code is inside. */
function causeOf(error: unknown): string {
  const said = error instanceof Error ? error.message.slice(0, 200) : 'unknown';
  let at: unknown = error;
  for (let depth = 0; at instanceof Error && depth < 5; depth += 1) {
    if ('code' in at && typeof at.code === 'string') return at.code;
    const { cause } = at;
    at = at instanceof AggregateError ? at.errors[0] : cause;
  }
  return said;
}
