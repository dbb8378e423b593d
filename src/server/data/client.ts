import type { Problem } from '../../protocol';
import { startChild, type ChildEvents, type DataChild } from './child';
import { openCrashes } from './crashes';
import type { DataAnswers, DataQuestion, PlannedStages, RowCounts } from './protocol';

/** What is told before the answer of a check. */
export interface Listener {
  readonly onProblems?: (problems: readonly Problem[]) => void;
  readonly onChecked?: (path: string, counts: RowCounts) => void;
  readonly onStages?: (planned: readonly PlannedStages[]) => void;
  readonly onProgress?: (done: number, total: number, what: string) => void;
}

/** The data process ended while it worked on a question, more than once: the question is left alone. */
export class DataCrash extends Error {}

/** The server's side of the data process. */
export interface DataClient {
  /**
   * Asks the data process, starting it when there is none. Rejects with the signal's reason when it aborts, with a
   * `DataCrash` when the question ended the process twice, and with an `Error` for a defect.
   */
  ask<K extends DataQuestion['kind']>(
    folders: readonly string[],
    question: Extract<DataQuestion, { readonly kind: K }>,
    options?: { readonly signal?: AbortSignal; readonly listener?: Listener },
  ): Promise<DataAnswers[K]>;
  /** A file has changed: a question that crashed because of it may be asked again. */
  forgive(): void;
  /** Of the running process, if any. */
  pid(): number | undefined;
  stop(): void;
}

interface Pending {
  readonly id: number;
  readonly folders: readonly string[];
  readonly question: DataQuestion;
  readonly listener: Listener;
  readonly resolve: (answer: unknown) => void;
  readonly reject: (error: Error) => void;
}

export interface ClientOptions {
  readonly cache: string | undefined;
  readonly log: (text: string) => void;
}

/** Makes the client; the process is started with the first question. */
export function openDataClient({ cache, log }: ClientOptions): DataClient {
  const pending = new Map<number, Pending>();
  const crashes = openCrashes();
  let child: DataChild | undefined;
  let restart: NodeJS.Timeout | undefined;
  let stopped = false;
  let lastId = 0;

  const send = (one: Pending): void => {
    child?.send({ type: 'ask', id: one.id, folders: one.folders, question: one.question });
  };
  const start = (): void => {
    restart = undefined;
    if (stopped || child !== undefined || pending.size === 0) return;
    child = startChild(cache, { onMessage: receive, onEnd: ended, onPrint: (text) => log(text.trimEnd()) });
    for (const one of pending.values()) send(one);
  };
  const receive = (message: Parameters<ChildEvents['onMessage']>[0]): void => {
    const one = pending.get(message.id);
    if (one === undefined) return;
    switch (message.type) {
      case 'answer':
        pending.delete(one.id);
        crashes.answered(one.question);
        one.resolve(message.answer);
        return;
      case 'failed':
        pending.delete(one.id);
        one.reject(new Error(message.message));
        return;
      case 'problems':
        one.listener.onProblems?.(message.problems);
        return;
      case 'checked':
        one.listener.onChecked?.(message.path, message.counts);
        return;
      case 'stages':
        one.listener.onStages?.(message.planned);
        return;
      case 'progress':
        one.listener.onProgress?.(message.done, message.total, message.what);
    }
  };
  /** Questions that were under way are asked again in the next process, unless one of them ends each. */
  const ended = (reason: string): void => {
    child = undefined;
    if (stopped) return;
    log(`The data process ended (${reason}).`);
    const wait = crashes.ended([...pending.values()].map(({ question }) => question));
    for (const one of pending.values()) {
      if (!crashes.isHopeless(one.question)) continue;
      pending.delete(one.id);
      one.reject(new DataCrash(reason));
    }
    if (pending.size > 0) restart ??= setTimeout(start, wait);
  };

  const refusalOf = (question: DataQuestion, signal: AbortSignal | undefined): Error | undefined => {
    if (signal?.aborted === true) return signal.reason as Error;
    if (stopped) return new Error('The server is shutting down.');
    if (crashes.isHopeless(question)) return new DataCrash('it ended before on the same question');
    return undefined;
  };

  return {
    ask: (folders, question, { signal, listener = {} } = {}) =>
      new Promise((resolve, reject) => {
        const refusal = refusalOf(question, signal);
        if (refusal !== undefined) {
          reject(refusal);
          return;
        }
        const id = (lastId += 1);
        const abort = (): void => {
          if (!pending.delete(id)) return;
          child?.send({ type: 'cancel', id });
          reject(signal?.reason as Error);
        };
        signal?.addEventListener('abort', abort, { once: true });
        const free = (): void => signal?.removeEventListener('abort', abort);
        const one: Pending = {
          id,
          folders,
          question,
          listener,
          resolve: (answer) => {
            free();
            resolve(answer as DataAnswers[typeof question.kind]);
          },
          reject: (error) => {
            free();
            reject(error);
          },
        };
        pending.set(id, one);
        if (child !== undefined) send(one);
        else if (restart === undefined) start();
      }),
    forgive: () => crashes.forget(),
    pid: () => child?.pid,
    stop: () => {
      stopped = true;
      clearTimeout(restart);
      child?.kill();
      child = undefined;
      for (const one of pending.values()) one.reject(new Error('The server is shutting down.'));
      pending.clear();
    },
  };
}
