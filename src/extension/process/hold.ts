import { setTimeout as sleep } from 'node:timers/promises';
import { EventEmitter, l10n, type Event, type LogOutputChannel } from 'vscode';
import type { MonitorFailure } from '../../protocol';
import { restartPolicy } from '../client/restart-policy';
import { COMMAND_IDS } from '../commands/ids';
import type { Disposable } from '../disposables';
import { Refusal, showError, type Button } from '../refusal';
import { callbook, type Ask, type Callbook, type CallMap } from './calls';
import { failureError } from './failure';
import { startProcess, type ChildProcessHandle } from './process';

/** What every process of ours says of calls; each call is answered or has failed, once. */
export type Answering =
  | { readonly type: 'answer'; readonly id: number; readonly result: unknown }
  | { readonly type: 'failed'; readonly id: number; readonly failure: MonitorFailure };

/** What a process tells unasked; `again`: it was started anew, so what it was told must be said again. */
export type EventOf<Message extends { readonly type: string }> =
  Exclude<Message, { readonly type: Answering['type'] }> | { readonly type: 'again' };

/** A process as the rest of the extension sees it: started when needed, and again when it ends by itself. */
export interface HeldProcess<
  M extends CallMap<M>,
  Message extends { readonly type: string },
> extends Disposable {
  /** Asks, and starts the process first when none runs. Rejects with a `Refusal` where there are words for a user. */
  readonly ask: Ask<M>;
  /** Says something that no call is; passed over when no process runs. */
  tell(message: object): void;
  readonly onEvent: Event<EventOf<Message>>;
  /** Ends it, forgets its crashes and starts it again, with the environment of now; nothing when none was needed yet. */
  restart(): void;
}

/** Where a process's bundle is, what its environment gets beside the editor's, and how it is spoken of. */
export interface ProcessHost {
  /** Absolute path. */
  readonly module: string;
  readonly environment: () => Readonly<Record<string, string>>;
  readonly log: LogOutputChannel;
  readonly words: ProcessWords;
}

export interface ProcessWords {
  /** In the output, in English. */
  readonly name: string;
  readonly ended: () => string;
  readonly restarted: () => string;
  /** It has ended too often. */
  readonly down: () => string;
  /** What starts it again. */
  readonly restart: () => Button;
}

interface Life<M extends CallMap<M>> {
  readonly process: ChildProcessHandle;
  readonly calls: Callbook<M>;
}

/** Holds the one process of its kind in this window. */
export function holdProcess<M extends CallMap<M>, Message extends { readonly type: string }>({
  module,
  environment,
  log,
  words,
}: ProcessHost): HeldProcess<M, Message> {
  const policy = restartPolicy();
  const events = new EventEmitter<EventOf<Message>>();
  let life: Life<M> | undefined;
  /** The wait before another start. */
  let pause: { readonly over: Promise<void>; readonly control: AbortController } | undefined;
  let down = false;
  let disposed = false;

  const begin = (): Life<M> => {
    const process = startProcess<Answering | Message>(module, environment(), {
      message: (message) => {
        if (isAnswer(message)) calls.answer(message.id, message.result);
        else if (isFailure(message)) {
          if (message.failure.defect) log.error(`${words.name}: ${message.failure.message}`);
          calls.fail(message.id, message.failure);
        } else events.fire(message as EventOf<Message>);
      },
      line: (text) => log.warn(`${words.name}: ${text}`),
      ended: (how) => ended(begun, how),
    });
    const calls = callbook<M>(process.send, failureError);
    const begun: Life<M> = { process, calls };
    life = begun;
    return begun;
  };

  const ended = (gone: Life<M>, how: string): void => {
    log.error(`${words.name}: ended with ${how}.`);
    gone.calls.close(new Refusal(words.ended()));
    if (life !== gone || disposed) return;
    life = undefined;
    const decision = policy.crashed();
    if (!decision.restart) {
      down = true;
      void showError(words.down(), buttons());
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
    stopped?.calls.close(new Refusal(words.restarted()));
  };

  const buttons = (): readonly Button[] => [
    { title: l10n.t('Show Output'), command: COMMAND_IDS.showOutput },
    words.restart(),
  ];

  return {
    ask: async (call, params) => {
      if (down || disposed) throw new Refusal(words.down(), ...buttons());
      await pause?.over;
      return (life ?? begin()).calls.ask(call, params);
    },
    tell: (message) => {
      // Whoever waits for it is gone with its process.
      life?.process.send(message).catch((error: unknown) => log.debug(`${words.name}: ${String(error)}`));
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

const isAnswer = (message: {
  readonly type: string;
}): message is Extract<Answering, { readonly type: 'answer' }> => message.type === 'answer';
const isFailure = (message: {
  readonly type: string;
}): message is Extract<Answering, { readonly type: 'failed' }> => message.type === 'failed';
