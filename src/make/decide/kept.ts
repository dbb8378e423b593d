import { Buffer } from 'node:buffer';
import { asText, writeAtomically, type Row } from '../../data';
import type { MadeSplit } from '../../protocol';
import type { Question } from '../types';
import { journalSql } from './load';
import { slicesOf } from './slices';
import type { WorkDatabase } from './work-database';

/** A line of the kept rows. */
export interface KeptLine {
  readonly n: number;
  readonly place: number;
  readonly split: MadeSplit;
  readonly question: Question;
}

/** Columns of a question in table `q`, in the order that `questionOf` takes them. */
export const QUESTION_COLUMNS =
  'q.id, q.source, q.capability, q.kind, q.question, q.options, q.answer, q.images, q.caption, q.carried, q.is_whole, q.image_column, q.shown';

/** A question as it was before it became a row of a table. */
export function questionOf(row: Row): Question {
  const [id, source, capability, kind, question, options, answer, images] = row;
  const [caption, carried, whole, column, shown] = row.slice(8);
  return {
    id: asText(id),
    source: asText(source),
    capability: asText(capability),
    ...(typeof kind === 'string' ? { kind } : {}),
    question: asText(question),
    options: options as readonly string[],
    answer: asText(answer),
    images: images as readonly string[],
    ...(typeof shown === 'string' ? { shown } : {}),
    ...(typeof caption === 'string' ? { caption } : {}),
    ...(typeof carried === 'string'
      ? { carried: JSON.parse(carried) as Readonly<Record<string, unknown>> }
      : {}),
    ...(whole === true ? { whole: typeof column === 'string' ? { images: column } : {} } : {}),
  };
}

/** Writes the questions that are kept, in order, from table `q` and the file of decisions. */
export async function writeKept(work: WorkDatabase, decisions: string, path: string): Promise<void> {
  const types = { n: 'BIGINT', kept: 'BOOLEAN', split: 'VARCHAR' };
  await work.run(
    `CREATE TABLE kept AS SELECT n, split FROM ${journalSql(decisions, types)} WHERE kept ORDER BY n`,
  );
  await writeAtomically(path, async (sink) => {
    for (const [from, to] of await slicesOf(work, 'kept')) {
      const rows = await work.all(`
        SELECT q.n, q.place, kept.split, ${QUESTION_COLUMNS} FROM q JOIN kept USING (n)
          WHERE q.n BETWEEN ${from} AND ${to} AND kept.n BETWEEN ${from} AND ${to} ORDER BY q.n`);
      const lines = rows.map((row) => {
        const line: KeptLine = {
          n: Number(row[0]),
          place: Number(row[1]),
          split: asText(row[2]) as MadeSplit,
          question: questionOf(row.slice(3)),
        };
        return `${JSON.stringify(line)}\n`;
      });
      await sink.write(Buffer.from(lines.join('')));
    }
  });
}
