import type { Prediction } from '../../protocol';
import { readLines } from './lines';
import { parsePrediction } from './parse';

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
  for await (const line of readLines(file)) {
    lines += 1;
    if (line?.trim() === '') continue;
    const prediction = line === undefined ? 'longer than 64 MiB' : parsePrediction(line);
    if (typeof prediction === 'string') {
      broken += 1;
      if (examples.length < EXAMPLES) examples.push({ line: lines, reason: prediction });
      continue;
    }
    read += 1;
    onPrediction(prediction);
  }
  return { file, lines, read, broken, examples };
}
