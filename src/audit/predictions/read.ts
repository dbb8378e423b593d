import type { Prediction } from '../../protocol';
import { lineBatches, parsePrediction } from '../../results';

export interface ReadReport {
  readonly file: string;
  readonly lines: number;
  readonly read: number;
  /** Lines that are no prediction; the first few with their reason. */
  readonly broken: number;
  readonly examples: readonly { readonly line: number; readonly reason: string }[];
}

const EXAMPLES = 5;

/** Reads a predictions file line by line, never whole; broken lines are counted, told and skipped. */
export async function readPredictions(
  file: string,
  onPrediction: (prediction: Prediction) => void,
): Promise<ReadReport> {
  let lines = 0;
  let read = 0;
  let broken = 0;
  const examples: { line: number; reason: string }[] = [];
  for await (const batch of lineBatches(file)) {
    for (const { text, number } of batch) {
      lines = number;
      if (text?.trim() === '') continue;
      const prediction = text === undefined ? 'longer than 64 MiB' : parsePrediction(text);
      if (typeof prediction === 'string') {
        broken += 1;
        if (examples.length < EXAMPLES) examples.push({ line: number, reason: prediction });
        continue;
      }
      read += 1;
      onPrediction(prediction);
    }
  }
  return { file, lines, read, broken, examples };
}
