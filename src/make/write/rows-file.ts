import { identifier, literal, pathLiteral } from '../../data';
import { MAKE_ARMS } from '../../protocol';
import { slicesOf, type WorkDatabase } from '../decide';
import type { AnswerFile } from '../types';
import { ROW_COLUMNS, type RowColumn } from './row-columns';

const ARMS = Object.keys(MAKE_ARMS);
const LETTERS =
  "CASE outcome WHEN 'right' THEN 'r' WHEN 'wrong' THEN 'w' WHEN 'unparsable' THEN 'u' ELSE 'm' END";

/**
 * Writes `rows.parquet` (`ROW_COLUMNS`) from the tables of the work, a few thousand rows in memory at a time. Gives the
 * path of the draft.
 */
export async function writeRowsFile(work: WorkDatabase, answers: readonly AnswerFile[]): Promise<string> {
  const parts: string[] = [];
  let rows = 0;
  for (const [from, to] of await slicesOf(work, 'q')) {
    const part = work.draft(`rows-${parts.length}.parquet`);
    await work.run(
      `COPY (${sliceSql(from, to, rows, answers)}) TO ${literal(part)} (FORMAT parquet, COMPRESSION snappy)`,
    );
    parts.push(part);
    rows += Number((await work.all(`SELECT count(*) FROM q WHERE n BETWEEN ${from} AND ${to}`))[0]?.[0] ?? 0);
  }
  const output = work.draft('rows.parquet');
  const from =
    parts.length > 0
      ? `read_parquet([${parts.map(pathLiteral).join(', ')}])`
      : `(SELECT ${Object.entries(ROW_COLUMNS)
          .map(([name, type]) => `NULL::${type} AS ${identifier(name)}`)
          .join(', ')} LIMIT 0)`;
  await work.run(
    `COPY (SELECT * FROM ${from}) TO ${literal(output)} (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 20480)`,
  );
  return output;
}

function sliceSql(from: number, to: number, before: number, answers: readonly AnswerFile[]): string {
  const names = `([${answers.map(({ model }) => literal(model)).join(', ')}]::VARCHAR[])`;
  const arms = `[${ARMS.map(literal).join(', ')}]`;
  const letters = answers.flatMap((_, m) =>
    ARMS.map((_arm, arm) => `coalesce(max(CASE WHEN m = ${m} AND arm = ${arm} THEN ${LETTERS} END), '-')`),
  );
  const within = (table: string): string => `${table}.n BETWEEN ${from} AND ${to}`;
  const none = literal('-'.repeat(answers.length * ARMS.length));
  const said = `{'model': ${names}[m + 1], 'arm': ${arms}[arm + 1], 'outcome': outcome, 'text': "text", 'extracted': extracted, 'truncated': truncated, 'reason': reason}`;
  const values: Readonly<Record<RowColumn, string>> = {
    i: `${before} + row_number() OVER (ORDER BY q.n) - 1`,
    id: 'dec.q',
    source: 'q.source',
    place: 'q.place',
    question: 'q.question',
    options: 'q.options',
    answer: 'q.answer',
    images: 'q.images',
    caption: 'q.caption',
    kind: 'q.kind',
    capability: 'q.capability',
    kept: 'dec.kept',
    step: 'dec.step',
    reason: 'dec.reason',
    detail: 'dec.detail',
    same: 'dec.same',
    split: 'dec.split',
    outcomes: answers.length === 0 ? 'NULL' : `coalesce(x.outcomes, ${none})`,
    answers: 'coalesce(x.answers, [])',
    rate: 'share.rate',
    rate_low: 'share.low',
    rate_high: 'share.high',
    predictions: 'r.predictions',
    correctness: 'r.correctness',
    writer: 'q.writer',
    prompt: 'q.prompt',
    reply: 'q.reply',
  };
  const list = Object.entries(ROW_COLUMNS).map(
    ([name, type]) => `(${values[name as RowColumn]})::${type} AS ${identifier(name)}`,
  );
  return `
    SELECT ${list.join(', ')} FROM q JOIN dec ON dec.n = q.n AND ${within('dec')}
      LEFT JOIN (SELECT n, ${letters.length === 0 ? "''" : letters.join(' || ')} AS outcomes, list(${said} ORDER BY m, arm) AS answers
        FROM a WHERE ${within('a')} GROUP BY n) x ON x.n = q.n
      LEFT JOIN share ON share.n = q.n AND ${within('share')} LEFT JOIN r ON r.n = q.n AND ${within('r')}
    WHERE ${within('q')} ORDER BY q.n`;
}
