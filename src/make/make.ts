import type { MadeManifest } from '../protocol';
import { answerQuestions } from './answer';
import { decide } from './decide';
import { lockMade } from './lock';
import { requireOwnFolder } from './own-folder';
import { writeQuestions } from './questions';
import { stampPictures } from './pictures';
import { rateRows } from './rate';
import { collectRows } from './sources';
import { Spending } from './spending';
import type { MakeContext } from './types';
import { writeMade } from './write';

/**
 * Makes a dataset: its questions, their answers, the decision, the pass rates, the files. Each step does only what is
 * missing, so that this may be called again after whatever has ended it; what depends on another recipe is done anew.
 * One process a folder. Rejects with a `MakeError`, `EndpointError`, `DataError`, `ResultsError` or `RewardError` that
 * says what a user can mend, with the system's own error, or with the signal's reason; finished work is on disk.
 */
export async function makeDataset(outer: MakeContext): Promise<MadeManifest> {
  const { made, signal } = outer;
  await requireOwnFolder(outer);
  const lock = await lockMade(made.to);
  const spending = new Spending(outer);
  const context: MakeContext = { ...outer, chat: spending.chat };
  try {
    const captions = made.make.source.kind === 'captions';
    const file = await (captions ? writeQuestions(context) : collectRows(context));
    signal.throwIfAborted();
    await stampPictures(context, file);
    const answers = await answerQuestions(context, file);
    signal.throwIfAborted();
    const decided = await decide(context, file, answers);
    signal.throwIfAborted();
    const rates = made.difficulty === undefined ? undefined : await rateRows(context, decided.kept);
    signal.throwIfAborted();
    const manifest = await writeMade(context, {
      file,
      answers,
      decided,
      ...spending.now(),
      ...(rates === undefined ? {} : { rates: rates.path }),
    });
    spending.done();
    return manifest;
  } finally {
    spending.close();
    await lock.release();
  }
}
