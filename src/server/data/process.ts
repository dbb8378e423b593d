import type { DataQuestion, FromData, ToData } from './protocol';
import { answerCheck } from './answers/check';
import { answerColumns, answerCount, answerFacts } from './answers/facts';
import { answerPlan } from './answers/plan';
import { openEngines, type Engines } from './engines';

/** What a question may say before its answer, and whether it is still wanted. */
export interface Asking {
  readonly signal: AbortSignal;
  readonly tell: (message: Told) => void;
}

type Told = WithoutId<Extract<FromData, { type: 'problems' | 'checked' | 'stages' | 'progress' }>>;
type WithoutId<T> = T extends { readonly id: number } ? Omit<T, 'id'> : never;

/** The channel to the server. */
export interface Channel {
  send(message: FromData): void;
  onMessage(listener: (message: ToData) => void): void;
}

/**
 * The data process: holds DuckDB, answers the server's questions, several at a time, and forgets those that are
 * cancelled. It reads data files of the folders that a question names, runs nothing, and writes only its cache.
 */
export function serveData(channel: Channel, cache: string | undefined): void {
  const engines = openEngines(cache);
  const running = new Map<number, AbortController>();
  channel.onMessage((message) => {
    switch (message.type) {
      case 'ping':
        channel.send({ type: 'pong' });
        return;
      case 'cancel':
        running.get(message.id)?.abort();
        return;
      case 'ask': {
        const { id, folders, question } = message;
        const controller = new AbortController();
        running.set(id, controller);
        const asking: Asking = {
          signal: controller.signal,
          tell: (told) => {
            if (!controller.signal.aborted) channel.send({ ...told, id });
          },
        };
        answer(engines, folders, question, asking)
          .then(
            (value) => channel.send({ type: 'answer', id, answer: value }),
            (error: unknown) =>
              channel.send({
                type: 'failed',
                id,
                message: error instanceof Error ? (error.stack ?? error.message) : String(error),
                cancelled: controller.signal.aborted,
              }),
          )
          .finally(() => running.delete(id));
      }
    }
  });
}

async function answer(
  engines: Engines,
  folders: readonly string[],
  question: DataQuestion,
  asking: Asking,
): Promise<unknown> {
  return engines.use(folders, (data): Promise<unknown> => {
    switch (question.kind) {
      case 'columns':
        return answerColumns(data, question.dataset, question.split);
      case 'facts':
        return answerFacts(data, question.dataset, question.split);
      case 'count':
        return answerCount(data, question.dataset, question.where);
      case 'check':
        return answerCheck(data, question, asking);
      case 'plan':
        return answerPlan(data, question, asking);
    }
  });
}
