import { setTimeout as sleep } from 'node:timers/promises';
import { EventEmitter, l10n, type Event, type LogOutputChannel } from 'vscode';
import type { FromMonitor, MonitorCall, MonitorParams, MonitorResult } from '../../protocol';
import { restartPolicy } from '../client/restart-policy';
import { COMMAND_IDS } from '../commands/ids';
import type { Disposable } from '../disposables';
import { Refusal, showError, type Button } from '../refusal';
import { callbook, type MonitorCallbook } from './calls';
import { failureError } from './failure';
import { startMonitor, type MonitorProcess } from './process';

/** What the monitor tells unasked; `again`: it was started anew, so what was watched and followed must be said again. */
export type MonitorEvent =
  Exclude<FromMonitor, { readonly type: 'answer' | 'failed' }> | { readonly type: 'again' };

/** The monitor as the rest of the extension sees it: one process for everything about runs, started when needed. */
export interface Monitor extends Disposable {
  /** Asks, and starts the monitor first when none runs. Rejects with a `Refusal` where there are words for a user. */
  ask<C extends MonitorCall>(call: C, params: MonitorParams<C>): Promise<MonitorResult<C>>;
  readonly onEvent: Event<MonitorEvent>;
  /** Ends it, forgets its crashes and starts it again, with the environment of now; nothing when none was needed yet. */
  restart(): void;
}

/** Where the monitor's bundle is and what its environment gets beside the editor's. */
export interface MonitorHost {
  /** Absolute path. */
  readonly module: string;
  readonly environment: () => Readonly<Record<string, string>>;
  readonly log: LogOutputChannel;
}

interface Life {
  readonly process: MonitorProcess;
  readonly calls: MonitorCallbook;
}

/** Holds the one monitor of this window. */
export function runMonitor({ module, environment, log }: MonitorHost): Monitor {
  const policy = restartPolicy();
  const events = new EventEmitter<MonitorEvent>();
  let life: Life | undefined;
  /** The wait before another start. */
  let pause: { readonly over: Promise<void>; readonly control: AbortController } | undefined;
  let down = false;
  let disposed = false;

  const begin = (): Life => {
    const process = startMonitor(module, environment(), {
      message: (message) => {
        if (message.type === 'answer') calls.answer(message.id, message.result);
        else if (message.type === 'failed') {
          if (message.failure.defect) log.error(`Run monitor: ${message.failure.message}`);
          calls.fail(message.id, message.failure);
        } else events.fire(message);
      },
      line: (text) => log.warn(`Run monitor: ${text}`),
      ended: (how) => ended(begun, how),
    });
    const calls = callbook(process.send, failureError);
    const begun: Life = { process, calls };
    life = begun;
    return begun;
  };

  const ended = (gone: Life, how: string): void => {
    log.error(`Run monitor: ended with ${how}.`);
    gone.calls.close(new Refusal(l10n.t('The run monitor has ended while it was asked. Try again.')));
    if (life !== gone || disposed) return;
    life = undefined;
    const decision = policy.crashed();
    if (!decision.restart) {
      down = true;
      void showError(DOWN(), BUTTONS());
      return;
    }
    beginAgain(decision.waitMs);
  };

  const beginAgain = (waitMs: number): void => {
    const control = new AbortController();
    const over = sleep(waitMs, undefined, { signal: control.signal }).then(
      () => {
        pause = undefined;
        begin();
        events.fire({ type: 'again' });
      },
      () => undefined,
    );
    pause = { over, control };
  };

  const stop = (): void => {
    pause?.control.abort();
    pause = undefined;
    const stopped = life;
    life = undefined;
    stopped?.process.kill();
    stopped?.calls.close(new Refusal(l10n.t('The run monitor was restarted while it was asked. Try again.')));
  };

  return {
    ask: async (call, params) => {
      if (down || disposed) throw new Refusal(DOWN(), ...BUTTONS());
      await pause?.over;
      return (life ?? begin()).calls.ask(call, params);
    },
    onEvent: events.event,
    restart: () => {
      const needed = life !== undefined || pause !== undefined || down;
      stop();
      policy.reset();
      down = false;
      if (!needed || disposed) return;
      begin();
      events.fire({ type: 'again' });
    },
    dispose: () => {
      disposed = true;
      stop();
      events.dispose();
    },
  };
}

const DOWN = (): string =>
  l10n.t(
    'The run monitor ended five times in three minutes and stays down. Runs go on without it; its output says why.',
  );

const BUTTONS = (): readonly Button[] => [
  { title: l10n.t('Show Output'), command: COMMAND_IDS.showOutput },
  { title: l10n.t('Restart Run Monitor'), command: COMMAND_IDS.restartMonitor },
];
