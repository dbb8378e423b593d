import { existsSync } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import type { Prediction } from '../../protocol';
import { readPredictions, type ReadReport } from '../predictions/read';
import type { Asking } from './request';

/** A line of `answers.jsonl`: a prediction, and how it was asked for. The last of a row and arm counts. */
export type AskedPrediction = Prediction & { readonly asked: Asking; readonly at: string };

/** Row and arm. */
export const armKey = ({ dataset, row, arm }: Pick<Prediction, 'dataset' | 'row' | 'arm'>): string =>
  `${dataset}\0${row}\0${arm}`;

/** The answers that were asked for in the same way; others, and torn lines, are passed over. */
export async function readAnswers(
  file: string,
  asking: Asking,
  onAnswer: (answer: AskedPrediction) => void,
): Promise<ReadReport> {
  const none = { file, lines: 0, read: 0, broken: 0, examples: [] };
  if (!existsSync(file)) return none;
  return readPredictions(file, (prediction) => {
    if (isAsked(prediction) && sameAsking(prediction.asked, asking)) onAnswer(prediction);
  });
}

const isAsked = (prediction: Prediction): prediction is AskedPrediction =>
  'asked' in prediction && typeof prediction.asked === 'object' && prediction.asked !== null;

const sameAsking = (a: Asking, b: Asking): boolean =>
  a.model === b.model &&
  a.temperature === b.temperature &&
  a.maxTokens === b.maxTokens &&
  a.prompt === b.prompt;

/** Appends lines, each in one write: what was written stays, however the program ends. */
export class AnswerWriter {
  private turn: Promise<unknown> = Promise.resolve();

  private constructor(private readonly handle: FileHandle) {}

  static async open(file: string): Promise<AnswerWriter> {
    const handle = await open(file, 'a+');
    const { size } = await handle.stat();
    const { buffer } =
      size === 0 ? { buffer: undefined } : await handle.read(Buffer.alloc(1), 0, 1, size - 1);
    // A line that was torn by a crash must not swallow the next.
    if (buffer !== undefined && buffer[0] !== 0x0a) await handle.appendFile('\n');
    return new AnswerWriter(handle);
  }

  append(answer: AskedPrediction): Promise<void> {
    const written = this.turn.then(() => this.handle.appendFile(`${JSON.stringify(answer)}\n`));
    this.turn = written.catch(() => undefined);
    return written;
  }

  async close(): Promise<void> {
    await this.turn;
    await this.handle.close();
  }
}
