import { askBase } from '../base';
import type { MakeArm, Prediction } from '../../protocol';
import type { MakeContext, Question, QuestionFile } from '../types';
import type { Book } from './book';
import { questionsOf } from './questions';

/**
 * Asks the curriculum's own model before training everything that its book has no answer of. Its prompt is the
 * curriculum's, as in training: it is asked by its engine, which knows no other.
 */
export async function askBaseModel(context: MakeContext, file: QuestionFile, book: Book): Promise<void> {
  const { answers, seed } = context.made.make;
  const ask = async (pictured: boolean, arms: readonly MakeArm[]): Promise<void> => {
    await askBase(
      context,
      openQuestions(file, book, pictured, context.signal),
      {
        arms,
        k: 1,
        name: book.file.model,
        temperature: answers.temperature,
        maxTokens: answers.max_tokens,
        seed,
        onMissing: (question, reason) => {
          for (const arm of book.armsOf(question).open)
            if (book.take(question, arm)) book.writeMissing(question, arm, reason);
        },
      },
      (prediction, question) => {
        // An engine shows a row without an image as it is, and calls that its image arm.
        const arm = pictured ? armOf(prediction) : 'neither';
        const reply = answers.temperature === 0 ? prediction.greedy : undefined;
        const said = reply ?? prediction.samples[0];
        if (arm !== undefined && said !== undefined && book.take(question, arm))
          book.write(question, arm, said);
      },
    );
  };
  await ask(true, ['image', 'description', 'neither']);
  await ask(false, ['image']);
}

const armOf = ({ arm }: Prediction): MakeArm | undefined =>
  arm === 'image' || arm === 'description' || arm === 'neither' ? arm : undefined;

/** Each once, though the file may have it again. */
async function* openQuestions(
  file: QuestionFile,
  book: Book,
  pictured: boolean,
  signal: AbortSignal,
): AsyncGenerator<Question, void, undefined> {
  const begun = new Set<string>();
  for await (const question of questionsOf(file, signal)) {
    if (question.images.length > 0 !== pictured || begun.has(question.id)) continue;
    if (book.armsOf(question).open.length === 0) continue;
    begun.add(question.id);
    yield question;
  }
}
