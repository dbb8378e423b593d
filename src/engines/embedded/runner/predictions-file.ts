import { open, readFile, truncate } from 'node:fs/promises';
import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Arm, Prediction } from '../../../protocol';
import { codeOf } from '../errors';

/** The output of predictions: append only, a line each. */
export interface PredictionsFile {
  /** Whether the row was answered under the arm, now or by an interrupted attempt. */
  has(dataset: string, row: string, arm: Arm): boolean;
  append(predictions: readonly Prediction[]): Promise<void>;
  close(): Promise<void>;
}

const keyOf = (dataset: string, row: string, arm: string): string => JSON.stringify([dataset, row, arm]);

/** Opens the file; a torn last line of an interrupted attempt is cut off. */
export async function openPredictions(path: string): Promise<PredictionsFile> {
  await mkdir(dirname(path), { recursive: true });
  const known = new Set<string>();
  const before = await existing(path);
  const whole = before.lastIndexOf('\n') + 1;
  if (whole < before.length) await truncate(path, Buffer.byteLength(before.slice(0, whole)));
  for (const line of before.slice(0, whole).split('\n')) {
    const key = answered(line);
    if (key !== undefined) known.add(key);
  }
  const handle = await open(path, 'a');
  return {
    has: (dataset, row, arm) => known.has(keyOf(dataset, row, arm)),
    append: async (predictions) => {
      await handle.appendFile(predictions.map((prediction) => `${JSON.stringify(prediction)}\n`).join(''));
      for (const { dataset, row, arm } of predictions) known.add(keyOf(dataset, row, arm));
    },
    close: () => handle.close(),
  };
}

async function existing(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return '';
    throw error;
  }
}

function answered(line: string): string | undefined {
  try {
    const { dataset, row, arm } = JSON.parse(line) as Partial<Record<string, unknown>>;
    return typeof dataset === 'string' && typeof row === 'string' && typeof arm === 'string'
      ? keyOf(dataset, row, arm)
      : undefined;
  } catch {
    return undefined;
  }
}
