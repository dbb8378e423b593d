import { writeAtomically } from '../../data';
import { readJournal, wellFormed } from '../journal';
import { checkSourceLine } from '../source-line';
import type { MakeContext, Question, QuestionFile, SourceLine } from '../types';
import { PictureDigests } from './digests';

/**
 * Writes into each question what its pictures show (`Question.shown`), so that answers to a picture that has been
 * replaced under its path are none to the new one. The file is written anew only when something is another than it was;
 * how many questions that concerns is told. A picture that is gone or broken leaves its question as it was. Rejects with
 * the system's error and with the signal's reason.
 */
export async function stampPictures(context: MakeContext, file: QuestionFile): Promise<void> {
  const { made, signal, tell } = context;
  // Nobody is shown anything.
  if (made.make.answer_with.length === 0 && made.difficulty === undefined) return;
  const digests = await PictureDigests.open(made.to, signal);
  let stale = false;
  let changed = 0;
  try {
    for await (const lines of readJournal(file.path, checkSourceLine, signal)) {
      await digests.look(pathsOf(lines));
      for (const { questions } of lines)
        for (const question of questions) {
          if (isFresh(question, digests)) continue;
          stale = true;
          if (question.shown !== undefined) changed += 1;
        }
    }
    if (stale) await rewrite(file.path, digests, signal);
  } finally {
    digests.close();
  }
  if (changed === 0) return;
  tell({
    type: 'note',
    severity: 'warning',
    words:
      changed === 1
        ? 'The picture of a question has changed since it was asked: it is asked again.'
        : `The pictures of ${changed.toLocaleString('en-US')} questions have changed since they were asked: these are asked again.`,
    hint: 'What a person said of them stands: look at them again under Browse.',
  });
}

function* pathsOf(lines: readonly SourceLine[]): Generator<string> {
  for (const { questions } of lines) for (const { images } of questions) yield* images;
}

const isFresh = (question: Question, digests: PictureDigests): boolean => {
  const shown = digests.shown(question);
  return shown === undefined || shown === question.shown;
};

async function rewrite(path: string, digests: PictureDigests, signal: AbortSignal): Promise<void> {
  const stamped = (question: Question): Question => {
    const shown = digests.shown(question);
    return shown === undefined ? question : { ...question, shown };
  };
  await writeAtomically(path, async (sink) => {
    for await (const lines of readJournal(path, checkSourceLine, signal)) {
      const texts = lines.map((line) =>
        wellFormed(JSON.stringify({ ...line, questions: line.questions.map(stamped) })),
      );
      await sink.write(Buffer.from(`${texts.join('\n')}\n`));
    }
  });
}
