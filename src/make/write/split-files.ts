import { asText } from '../../data';
import { Buffer } from 'node:buffer';
import { open } from 'node:fs/promises';
import { MADE_SPLITS, type MadeSplit } from '../../protocol';
import { QUESTION_COLUMNS, questionOf, slicesOf, type WorkDatabase } from '../decide';
import type { Rate } from '../types';
import { trainRow, type RowShape } from './train-row';

/** A draft of a split's file, and its rows. */
export interface SplitFile {
  readonly path: string;
  readonly rows: number;
}

/** Rows with all their rollouts that are in memory at once. */
const ROWS = 512;
const COLUMNS = QUESTION_COLUMNS.split(',').length;

/** Writes the rows that are kept (table `dec`) into a draft for each split, in order; splits without rows have none. */
export async function writeSplitFiles(
  work: WorkDatabase,
  shape: RowShape,
): Promise<Readonly<Partial<Record<MadeSplit, SplitFile>>>> {
  await work.run('CREATE TABLE kept AS SELECT n, split FROM dec WHERE kept ORDER BY n');
  const files = new Map<string, { path: string; rows: number; file: Awaited<ReturnType<typeof open>> }>();
  try {
    for (const [from, to] of await slicesOf(work, 'kept', shape.rated ? ROWS : undefined)) {
      const rows = await work.all(`
        SELECT kept.split, ${QUESTION_COLUMNS}, r.predictions, r.correctness
          FROM q JOIN kept USING (n) LEFT JOIN r ON r.n = q.n AND r.n BETWEEN ${from} AND ${to}
          WHERE q.n BETWEEN ${from} AND ${to} AND kept.n BETWEEN ${from} AND ${to} ORDER BY q.n`);
      const lines = new Map<string, string[]>();
      for (const row of rows) {
        const question = questionOf(row.slice(1));
        const [predictions, correctness] = row.slice(1 + COLUMNS);
        const rate: Rate | undefined = Array.isArray(predictions)
          ? {
              q: question.id,
              predictions: predictions as readonly string[],
              correctness: correctness as readonly (boolean | null)[],
            }
          : undefined;
        const split = asText(row[0]);
        const list = lines.get(split) ?? [];
        lines.set(split, list);
        list.push(`${JSON.stringify(trainRow(question, rate, shape))}\n`);
      }
      for (const [split, list] of lines) {
        const path = work.draft(`${split}.jsonl`);
        const entry = files.get(split) ?? { path, rows: 0, file: await open(path, 'wx') };
        files.set(split, entry);
        entry.rows += list.length;
        await entry.file.appendFile(Buffer.from(list.join('')));
      }
    }
    for (const { file } of files.values()) await file.sync();
  } finally {
    for (const { file } of files.values()) await file.close();
  }
  return Object.fromEntries(
    MADE_SPLITS.flatMap((split) => {
      const entry = files.get(split);
      return entry === undefined ? [] : [[split, { path: entry.path, rows: entry.rows }]];
    }),
  );
}
