import type { Prediction } from '../../protocol';
import { lineBatches } from '../text/lines';
import { parsePrediction } from './parse';

export interface NumberedPrediction {
  readonly prediction: Prediction;
  readonly line: number;
}

export interface PredictionFaults {
  /** Lines that are no prediction. */
  broken: number;
  /** Of the first such line. */
  reason?: string;
  /** Rows and arms that stand there more than once: the last counts. */
  repeated: number;
  /** Rows without an answer from the image. */
  withoutImageArm: number;
}

const keyOf = ({ dataset, row }: Prediction): string => `${dataset}\u0000${row}`;

/** Which lines of a predictions file count, and the index of each row: rows are numbered by their image arm's line. */
export interface PredictionIndex {
  readonly faults: PredictionFaults;
  readonly rows: number;
  /** Index of a row; absent when it has no image arm. */
  indexOf(prediction: Prediction): number | undefined;
  /** Whether this line is the last of its row and arm. */
  counts(one: NumberedPrediction): boolean;
}

/** Reads a predictions file once to learn which of its lines count. */
export async function indexPredictions(file: string, signal?: AbortSignal): Promise<PredictionIndex> {
  const faults: PredictionFaults = { broken: 0, repeated: 0, withoutImageArm: 0 };
  const last = new Map<string, Map<string, number>>();
  for await (const batch of predictionBatches(file, faults, signal)) {
    for (const { prediction, line } of batch) {
      const key = keyOf(prediction);
      const arms = last.get(key) ?? new Map<string, number>();
      last.set(key, arms);
      if (arms.has(prediction.arm)) faults.repeated += 1;
      arms.set(prediction.arm, line);
    }
  }
  const withImage = [...last].flatMap(([key, arms]) => {
    const line = arms.get('image');
    return line === undefined ? [] : [{ key, line }];
  });
  faults.withoutImageArm = last.size - withImage.length;
  const indices = new Map(withImage.sort((a, b) => a.line - b.line).map(({ key }, i) => [key, i]));
  return {
    faults,
    rows: indices.size,
    indexOf: (prediction) => indices.get(keyOf(prediction)),
    counts: ({ prediction, line }) => last.get(keyOf(prediction))?.get(prediction.arm) === line,
  };
}

/** The predictions of a file, in their order; lines that are none are counted in `faults` and skipped. */
export async function* predictionBatches(
  file: string,
  faults: Pick<PredictionFaults, 'broken' | 'reason'>,
  signal?: AbortSignal,
): AsyncGenerator<readonly NumberedPrediction[], void, undefined> {
  for await (const lines of lineBatches(file, { signal })) {
    const batch: NumberedPrediction[] = [];
    for (const { text, number } of lines) {
      if (text?.trim() === '') continue;
      const prediction = text === undefined ? 'longer than 64 MiB' : parsePrediction(text);
      if (typeof prediction === 'string') {
        faults.broken += 1;
        faults.reason ??= `line ${number}: ${prediction}`;
      } else batch.push({ prediction, line: number });
    }
    yield batch;
  }
}
