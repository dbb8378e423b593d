import { asText } from '../../data';
import { existsSync } from 'node:fs';
import { MAKE_ARMS } from '../../protocol';
import { journalSql, type Decided, type WorkDatabase } from '../decide';
import { rateOf } from '../rate';
import type { AnswerFile } from '../types';

const ARMS = Object.keys(MAKE_ARMS);

/** Tables `dec` (what was decided, by `n`) and `ids` (the first `n` of a question id). */
export async function loadDecisions(work: WorkDatabase, { decisions }: Decided): Promise<void> {
  const types = {
    n: 'BIGINT',
    q: 'VARCHAR',
    kept: 'BOOLEAN',
    step: 'VARCHAR',
    reason: 'VARCHAR',
    detail: 'VARCHAR',
    split: 'VARCHAR',
  };
  await work.run(
    `CREATE TABLE dec AS SELECT * EXCLUDE (line) FROM ${journalSql(decisions, types)} WHERE n IS NOT NULL`,
  );
  await work.run('CREATE TABLE ids AS SELECT id, min(n) AS n FROM q WHERE id IS NOT NULL GROUP BY id');
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
        WHERE s.arm IN (${ARMS.map((arm) => `'${arm}'`).join(', ')}) AND s.outcome IN ('right', 'wrong', 'unparsable', 'missing')`);
  }
  await work.run(`
    DELETE FROM a USING (SELECT n, m, arm, max(line) AS last FROM a GROUP BY n, m, arm HAVING count(*) > 1) again
      WHERE a.n = again.n AND a.m = again.m AND a.arm = again.arm AND a.line < again.last`);
}

/** Tables `r` (the last rollouts of each question id) and `share` (their pass rate, where there is one). */
export async function loadRates(work: WorkDatabase, path: string | undefined): Promise<void> {
  await work.run(
    'CREATE TABLE r (line BIGINT, id VARCHAR, predictions VARCHAR[], correctness BOOLEAN[], reason VARCHAR)',
  );
  await work.run('CREATE TABLE share (id VARCHAR, rate DOUBLE, low DOUBLE, high DOUBLE, drawn INTEGER)');
  if (path === undefined || !existsSync(path)) return;
  const types = { q: 'VARCHAR', predictions: 'VARCHAR[]', correctness: 'BOOLEAN[]', reason: 'VARCHAR' };
  await work.run(`
    INSERT INTO r SELECT s.line, s.q, s.predictions, s.correctness, s.reason FROM ${journalSql(path, types)} s
      WHERE s.q IN (SELECT q FROM dec WHERE kept) AND len(s.predictions) = len(s.correctness)`);
  await work.run(`
    DELETE FROM r USING (SELECT id, max(line) AS last FROM r GROUP BY id HAVING count(*) > 1) again
      WHERE r.id = again.id AND r.line < again.last`);
  const table = await work.appender('share');
  try {
    for await (const batch of work.batches('SELECT id, correctness FROM r')) {
      for (const [id, cells] of batch) {
        const correctness = cells as readonly (boolean | null)[];
        const { rate, low, high } = rateOf({ correctness });
        table.appendVarchar(asText(id));
        for (const value of [rate, ...(rate === null ? [null, null] : [low, high])]) {
          if (value === null) table.appendNull();
          else table.appendDouble(value);
        }
        table.appendInteger(correctness.length);
        table.endRow();
      }
    }
  } finally {
    table.closeSync();
  }
}
