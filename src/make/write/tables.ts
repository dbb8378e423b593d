import { existsSync } from 'node:fs';
import { MAKE_ARMS } from '../../protocol';
import { journalSql, toThisQuestion, type Decided, type WorkDatabase } from '../decide';
import { rateOf } from '../rate';
import type { AnswerFile } from '../types';

const ARMS = Object.keys(MAKE_ARMS);

/** Tables `dec` (what was decided, by `n`) and `ids` (the first `n` of a question id, and the marks of its caption and images). */
export async function loadDecisions(work: WorkDatabase, { decisions }: Decided): Promise<void> {
  const types = {
    n: 'BIGINT',
    q: 'VARCHAR',
    kept: 'BOOLEAN',
    step: 'VARCHAR',
    reason: 'VARCHAR',
    detail: 'VARCHAR',
    same: 'VARCHAR',
    split: 'VARCHAR',
  };
  await work.run(
    `CREATE TABLE dec AS SELECT * EXCLUDE (line) FROM ${journalSql(decisions, types)} WHERE n IS NOT NULL`,
  );
  await work.run(
    'CREATE TABLE ids AS SELECT id, n, given, shown FROM q WHERE id IS NOT NULL QUALIFY row_number() OVER (PARTITION BY id ORDER BY n) = 1',
  );
}

/** Table `a`: the last answer of each model (`m`) to each question (its first `n`) under each arm. */
export async function loadAnswers(work: WorkDatabase, answers: readonly AnswerFile[]): Promise<void> {
  await work.run(
    'CREATE TABLE a (line BIGINT, n BIGINT, m INTEGER, arm INTEGER, outcome VARCHAR, "text" VARCHAR, extracted VARCHAR, truncated BOOLEAN, reason VARCHAR)',
  );
  const types = {
    q: 'VARCHAR',
    arm: 'VARCHAR',
    outcome: 'VARCHAR',
    given: 'VARCHAR',
    text: 'VARCHAR',
    extracted: 'VARCHAR',
    truncated: 'BOOLEAN',
    reason: 'VARCHAR',
  };
  const number = `CASE s.arm ${ARMS.map((arm, at) => `WHEN '${arm}' THEN ${at}`).join(' ')} END`;
  for (const [m, { path }] of answers.entries()) {
    if (!existsSync(path)) continue;
    await work.run(`
      INSERT INTO a SELECT s.line, ids.n, ${m}, ${number}, s.outcome, s."text", s.extracted, s.truncated, s.reason
        FROM ${journalSql(path, types)} s JOIN ids ON ids.id = s.q
        WHERE s.arm IN (${ARMS.map((arm) => `'${arm}'`).join(', ')}) AND s.outcome IN ('right', 'wrong', 'unparsable', 'missing')
          AND ${toThisQuestion('s', 'ids')}`);
  }
  await work.run(`
    DELETE FROM a USING (SELECT n, m, arm, max(line) AS last FROM a GROUP BY n, m, arm HAVING count(*) > 1) again
      WHERE a.n = again.n AND a.m = again.m AND a.arm = again.arm AND a.line < again.last`);
}

/**
 * Tables `r` (the last rollouts of each row that is kept) and `share` (their pass rate, where there is one), by `n`: a
 * slice of rows is then found without looking through the rollouts of all.
 */
export async function loadRates(work: WorkDatabase, path: string | undefined): Promise<void> {
  await work.run('CREATE TABLE r (line BIGINT, n BIGINT, predictions VARCHAR[], correctness BOOLEAN[])');
  await work.run('CREATE TABLE share (n BIGINT, rate DOUBLE, low DOUBLE, high DOUBLE)');
  if (path === undefined || !existsSync(path)) return;
  const types = { q: 'VARCHAR', shown: 'VARCHAR', predictions: 'VARCHAR[]', correctness: 'BOOLEAN[]' };
  await work.run(`
    INSERT INTO r SELECT s.line, dec.n, s.predictions, s.correctness
      FROM ${journalSql(path, types)} s JOIN dec ON dec.q = s.q AND dec.kept JOIN q ON q.n = dec.n
      WHERE s.shown IS NOT DISTINCT FROM q.shown AND len(s.predictions) = len(s.correctness)`);
  await work.run(`
    DELETE FROM r USING (SELECT n, max(line) AS last FROM r GROUP BY n HAVING count(*) > 1) again
      WHERE r.n = again.n AND r.line < again.last`);
  const table = await work.appender('share');
  try {
    for await (const batch of work.batches('SELECT n, correctness FROM r')) {
      for (const [n, cells] of batch) {
        const correctness = cells as readonly (boolean | null)[];
        const { rate, low, high } = rateOf({ correctness });
        table.appendBigInt(BigInt(Number(n)));
        for (const value of [rate, ...(rate === null ? [null, null] : [low, high])]) {
          if (value === null) table.appendNull();
          else table.appendDouble(value);
        }
        table.endRow();
      }
    }
  } finally {
    table.closeSync();
  }
}
