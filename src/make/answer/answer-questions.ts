import { BASE_MODEL } from '../../language';
import { errorText } from '../../protocol';
import type { AnswerFile, MakeContext, QuestionFile } from '../types';
import { askBaseModel } from './ask-base-model';
import { askEndpoint } from './ask-endpoint';
import { Book } from './book';
import { answerFileOf } from './files';
import { Progress } from './progress';
import { questionsOf } from './questions';

/**
 * Asks every model of `answer_with`, all at once, each question under each arm that applies, and writes the answers into
 * one file a model; what is there is not asked again, but for what was missing: a broken picture is mended, a server's
 * context is raised, and a request that is refused costs nothing. A model that cannot be asked ends, the others go on;
 * then the first such error is thrown. Rejects with the signal's reason, and with what the system says when answers
 * cannot be written.
 */
export async function answerQuestions(
  context: MakeContext,
  file: QuestionFile,
): Promise<readonly AnswerFile[]> {
  const { signal } = context;
  const progress = new Progress(context);
  const stop = new AbortController();
  const inner: MakeContext = { ...context, signal: AbortSignal.any([signal, stop.signal]) };
  const books = await openBooks(inner, progress);
  try {
    const open = await begin(inner, file, books, progress);
    progress.tell();
    const work = books.map(async (book) => {
      if (!open.has(book)) return;
      try {
        await (book.file.model === BASE_MODEL
          ? askBaseModel(inner, file, book)
          : askEndpoint(inner, file, context.chat(book.file.model), book));
      } catch (error) {
        if (isOfSystem(error)) stop.abort(error);
        else if (!inner.signal.aborted) tellEnd(context, book, error, books.length);
        throw error;
      }
    });
    const ended = await Promise.allSettled(work);
    signal.throwIfAborted();
    if (stop.signal.aborted) throw stop.signal.reason;
    for (const one of ended) if (one.status === 'rejected') throw one.reason;
  } finally {
    for (const book of books) {
      book.tellMissing();
      book.close();
    }
    progress.tell();
  }
  return books.map((book) => book.file);
}

async function openBooks(context: MakeContext, progress: Progress): Promise<readonly Book[]> {
  const books: Book[] = [];
  for (const model of new Set(context.made.make.answer_with)) {
    const sees = model === BASE_MODEL || context.chat(model).model.images !== false;
    if (!sees)
      context.tell({
        type: 'note',
        severity: 'warning',
        words: `${model} is written with \`images: false\`: it is not asked from the image, so nothing is known of it there.`,
        hint: 'Name a vision-language model in `answer_with`, or look at `keep`.',
      });
    books.push(await Book.open(await answerFileOf(context, model), sees, context, progress));
  }
  return books;
}

/** Counts what is to be answered and what is, in one reading for all models; those with anything left to ask. */
async function begin(
  { signal }: MakeContext,
  file: QuestionFile,
  books: readonly Book[],
  progress: Progress,
): Promise<ReadonlySet<Book>> {
  const counts = books.map((book) => ({ book, all: 0, open: 0 }));
  for await (const question of questionsOf(file, signal))
    for (const count of counts) {
      const { all, open } = count.book.armsOf(question);
      count.all += all.length;
      count.open += open.length;
    }
  for (const { book, all, open } of counts) progress.begin(all, all - open, book.done.counts);
  return new Set(counts.filter(({ open }) => open > 0).map(({ book }) => book));
}

/** A full disk, or a file that cannot be written: it is the same for every model. */
const isOfSystem = (error: unknown): boolean => error instanceof Error && 'syscall' in error;

function tellEnd(context: MakeContext, { file }: Book, error: unknown, models: number): void {
  const others = models > 1 ? ' The other models go on.' : '';
  const hint =
    typeof error === 'object' && error !== null && 'hint' in error && typeof error.hint === 'string'
      ? { hint: error.hint }
      : {};
  context.tell({
    type: 'note',
    severity: 'warning',
    words: `${file.model} answers no more: ${errorText(error)}${others}`,
    ...hint,
  });
}
