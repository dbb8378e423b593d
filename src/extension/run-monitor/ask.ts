import { ProgressLocation, window } from 'vscode';
import type { MonitorCall, MonitorParams, MonitorResult } from '../../protocol';
import type { Monitor } from './hold';

/**
 * Asks under a progress notification that can be left; nothing when it was, and the answer is then passed over. What
 * was asked is done all the same, so what changes something must not be `cancellable`.
 */
export function askWithProgress<C extends MonitorCall>(
  monitor: Monitor,
  title: string,
  call: C,
  params: MonitorParams<C>,
  cancellable = true,
): Thenable<MonitorResult<C> | undefined> {
  return window.withProgress({ location: ProgressLocation.Notification, title, cancellable }, (_, token) =>
    Promise.race([
      monitor.ask(call, params),
      new Promise<undefined>((resolve) => token.onCancellationRequested(() => resolve(undefined))),
    ]),
  );
}
