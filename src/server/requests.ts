import {
  ErrorCodes,
  LSPErrorCodes,
  ResponseError,
  type CancellationToken,
  type Connection,
} from 'vscode-languageserver/node';
import { FEATURES, type FeatureContext, type FeatureMethod } from './features';
import type { Session } from './session';

/** Answers the requests of every feature. Whatever happens in one is answered and logged; the server goes on. */
export function answerRequests(connection: Connection, session: () => Session | undefined): void {
  for (const method of Object.keys(FEATURES) as FeatureMethod[]) register(connection, method, session);
}

function register(connection: Connection, method: FeatureMethod, current: () => Session | undefined): void {
  // What the params are is the method's own matter, which looks at them itself: a client may send anything.
  const feature: AnyFeature = FEATURES[method];
  connection.onRequest(method, async (params: unknown, token: CancellationToken) => {
    const session = current();
    if (session === undefined) return new ResponseError(ErrorCodes.ServerNotInitialized, 'Initialize first.');
    try {
      return await answer(method, feature, session, params, token);
    } catch (error) {
      if (error instanceof ResponseError) return error;
      if (token.isCancellationRequested) return cancelled();
      const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
      connection.console.error(`${method} failed: ${text}`);
      return new ResponseError(ErrorCodes.InternalError, `${method} failed; the log says more.`);
    }
  });
}

type AnyFeature = (context: FeatureContext, params: never) => unknown;

/** Asked while typing, they need the text at once and of its analysis names alone. */
const DRAFTED: ReadonlySet<FeatureMethod> = new Set(['textDocument/completion']);

async function answer(
  method: FeatureMethod,
  feature: AnyFeature,
  session: Session,
  params: unknown,
  token: CancellationToken,
): Promise<unknown> {
  const document = session.documents.get(uriIn(params));
  // Closed meanwhile, or never opened: there is nothing to say of it.
  if (document === undefined) return null;
  const controller = new AbortController();
  const subscription = token.onCancellationRequested(() => controller.abort());
  try {
    const snapshot = DRAFTED.has(method) ? document.draft() : document.snapshot();
    const known = session.knowledge.of(snapshot);
    const result = await feature({ session, snapshot, known, signal: controller.signal }, params as never);
    if (token.isCancellationRequested) return cancelled();
    if (session.documents.get(document.uri)?.text !== document.text) {
      return new ResponseError(LSPErrorCodes.ContentModified, 'The text has changed meanwhile.');
    }
    return result ?? null;
  } finally {
    subscription.dispose();
  }
}

const cancelled = (): ResponseError =>
  new ResponseError(LSPErrorCodes.RequestCancelled, 'The request was cancelled.');

/** The document that a request is about, from params that may be anything. */
function uriIn(params: unknown): string {
  const { uri, textDocument } = (params ?? {}) as Readonly<Record<string, unknown>>;
  const own =
    typeof textDocument === 'object' && textDocument !== null ? (textDocument as { uri?: unknown }).uri : uri;
  if (typeof own === 'string') return own;
  throw new ResponseError(ErrorCodes.InvalidParams, 'The request names no document.');
}
