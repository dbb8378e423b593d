import { ProgressLocation, window } from 'vscode';
import type { Ask, CallMap, ParamsOf, ResultOf } from './calls';

/**
 * Asks under a progress notification that can be left; nothing when it was, and the answer is then passed over. What
 * was asked is done all the same, so what changes something must not be `cancellable`.
 */
export function askWithProgress<M extends CallMap<M>, C extends keyof M & string>(
  { ask }: { readonly ask: Ask<M> },
  title: string,
  call: C,
  params: ParamsOf<M, C>,
  cancellable = true,
): Thenable<ResultOf<M, C> | undefined> {
  return window.withProgress({ location: ProgressLocation.Notification, title, cancellable }, (_, token) =>
    Promise.race([
      ask(call, params),
      new Promise<undefined>((resolve) => token.onCancellationRequested(() => resolve(undefined))),
    ]),
  );
}
