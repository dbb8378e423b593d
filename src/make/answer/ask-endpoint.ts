import { EndpointError, limitsOf, type ChatClient } from '../../endpoints';
import { inFlight } from '../in-flight';
import { messagesFor } from '../prompt';
import type { MakeContext, QuestionFile } from '../types';
import type { Book } from './book';
import { Ledger, type Task } from './ledger';
import { questionsOf } from './questions';

/** What waits for a place at the server, for each place: enough that none stays empty, few enough for memory. */
const WAITING = 2;
const CONCURRENCY = 8;

/**
 * Asks an endpoint everything that its book has no answer of, and writes each answer down as it comes. What fails for a
 * question of its own is written down as missing, with the reason; an `EndpointError` that concerns all ends the work,
 * as does a long row of failures in one arm: a model that takes no images, a server that refuses everything.
 */
export async function askEndpoint(
  context: MakeContext,
  file: QuestionFile,
  chat: ChatClient,
  book: Book,
): Promise<void> {
  const { answers, seed } = context.made.make;
  const stop = new AbortController();
  const signal = AbortSignal.any([context.signal, stop.signal]);
  const ledger = new Ledger(book);
  const ask = async (task: Task): Promise<void> => {
    const { question, arm } = task;
    try {
      const { answers: said } = await chat.ask(
        {
          messages: messagesFor(arm, question),
          maxTokens: answers.max_tokens,
          temperature: answers.temperature,
          // Greedy answers need none, and some servers refuse it.
          ...(answers.temperature === 0 ? {} : { seed }),
        },
        signal,
      );
      ledger.answered(task, said[0]);
    } catch (error) {
      if (!signal.aborted && error instanceof EndpointError && !ledger.failed(task, error)) return;
      stop.abort(error);
      throw error;
    }
  };
  const { concurrency = CONCURRENCY } = limitsOf(context.curriculum, book.file.model);
  try {
    await inFlight(openTasks(file, book, signal), concurrency * WAITING, ask, signal);
  } catch (error) {
    // The signal's own reason where it was aborted, else the first error: what was on its way fails by it as well.
    context.signal.throwIfAborted();
    throw stop.signal.aborted ? stop.signal.reason : error;
  }
  const end = ledger.close();
  if (end !== undefined) throw end;
}

/** One after another, so that what is asked of one picture is asked while it is at hand. */
async function* openTasks(
  file: QuestionFile,
  book: Book,
  signal: AbortSignal,
): AsyncGenerator<Task, void, undefined> {
  for await (const question of questionsOf(file, signal))
    for (const arm of book.armsOf(question).open) if (book.take(question, arm)) yield { question, arm };
}
