import { identifier, tokenise } from '../../data';
import type { WorkDatabase } from '../decide/work-database';
import { MakeError } from '../error';
import type { MakeContext } from '../types';
import { keepColumns, type KeepSource } from './columns';
import { conjunctsOf } from './conjuncts';

/**
 * Table `v`: of every question that was not dropped before, whether it is kept (`kept`), and else the model (`m`) and
 * the part of the condition (`part`, from 0) that tell why, `unknown` when the part is not false but unknown. Where
 * `keep` is absent all are kept. Gives the condition's parts. Throws a `MakeError` for a condition that cannot be used.
 */
export async function judge(
  context: MakeContext,
  work: WorkDatabase,
  models: number,
): Promise<readonly string[]> {
  const { keep, agree } = context.made.make;
  if (keep === undefined) {
    await work.run(
      'CREATE TABLE v AS SELECT n, true AS kept, 0 AS m, 0 AS part, false AS unknown FROM q WHERE step IS NULL',
    );
    return [];
  }
  const columns = keepColumns(await carriedStructure(work));
  await requireCondition(context, keep, columns);
  const parts = await usableParts(context, keep, columns);
  await work.run(verdictSql(keep, parts, columns, models)).catch((error: unknown) => {
    throw rowFault(keep, error);
  });
  const total = Math.max(1, models);
  const rule = {
    all: [`trues = ${total}`, `trues + nulls = ${total}`],
    any: ['trues > 0', 'nulls > 0'],
    most: [`trues * 2 > ${total}`, `(trues + nulls) * 2 > ${total}`],
  }[agree];
  // What an answer that is missing could still have kept is told as missing, and all else by who contradicts.
  await work.run(`
    CREATE TABLE v AS SELECT s.n, s.kept, s.m, d.part, s.unknown FROM (
        SELECT n, (${rule[0] ?? ''}) AS kept, NOT (${rule[0] ?? ''}) AND (${rule[1] ?? ''}) AS unknown,
          CASE WHEN ${rule[1] ?? ''} THEN coalesce(null_m, false_m) ELSE coalesce(false_m, null_m) END AS m
        FROM (SELECT n, count(*) FILTER (ok) AS trues, count(*) FILTER (ok IS NULL) AS nulls,
            min(m) FILTER (ok IS NULL) AS null_m, min(m) FILTER (NOT ok) AS false_m FROM verdict GROUP BY n)) s
      LEFT JOIN verdict d ON d.n = s.n AND d.m = s.m`);
  await work.run('DROP TABLE verdict');
  return parts;
}

async function carriedStructure(work: WorkDatabase): Promise<unknown> {
  const rows = await work.all('SELECT json_group_structure(carried) FROM q WHERE step IS NULL');
  const text = rows[0]?.[0];
  return typeof text === 'string' ? (JSON.parse(text) as unknown) : undefined;
}

async function requireCondition(
  { data }: MakeContext,
  keep: string,
  columns: readonly KeepSource[],
): Promise<void> {
  const [problem] = await data.checkExpression('keep', keep, columns);
  if (problem === undefined) return;
  throw new MakeError(
    `${problem.message} in \`keep: ${keep.slice(0, 200)}\`.`,
    problem.hint ?? 'Write one SQL condition over the outcomes and the columns of the rows.',
  );
}

/** The parts of the condition where each of them is a condition itself; else the condition as one. */
async function usableParts(
  { data }: MakeContext,
  keep: string,
  columns: readonly KeepSource[],
): Promise<readonly string[]> {
  const parts = conjunctsOf(keep);
  for (const part of parts) {
    if ((await data.checkExpression('keep', part, columns)).length > 0) return [keep];
  }
  return parts;
}

/** Table `verdict`: a row a question and model (one, 0, where nothing was answered). */
function verdictSql(
  keep: string,
  parts: readonly string[],
  columns: readonly KeepSource[],
  models: number,
): string {
  const named = new Set(
    tokenise(keep).map(({ start, end }) =>
      keep.slice(start, end).replace(/^"|"$/gu, '').replaceAll('""', '"').toLowerCase(),
    ),
  );
  const used = columns.filter(({ name }) => named.has(name.toLowerCase()));
  const list = used.map(({ name, sql }) => `, ${sql} AS ${identifier(name)}`).join('');
  const cast = (part: string): string => `CAST((${part}\n) AS BOOLEAN)`;
  const first = (test: string): string =>
    `CASE ${parts.map((part, at) => `WHEN ${cast(part)} ${test} THEN ${at}`).join(' ')} END`;
  return `
    CREATE TABLE verdict AS SELECT __stagecraft_n AS n, __stagecraft_m AS m, ${cast(keep)} AS ok,
        coalesce(${first('IS FALSE')}, ${first('IS NULL')}, 0) AS part
      FROM (SELECT q.n AS __stagecraft_n, models.m AS __stagecraft_m${list}
        FROM q CROSS JOIN (SELECT unnest(range(${Math.max(1, models)}))::INTEGER AS m) AS models
        LEFT JOIN o ON o.n = q.n AND o.m = models.m WHERE q.step IS NULL)`;
}

function rowFault(keep: string, error: unknown): unknown {
  const message = error instanceof Error ? error.message : '';
  if (!/^(?:Conversion|Invalid Input|Out of Range|Binder) Error/u.test(message)) return error;
  return new MakeError(
    `The condition \`keep: ${keep.slice(0, 200)}\` fails on a row: ${message.split('\n')[0] ?? ''}`,
    'Convert with TRY_CAST: what cannot be converted is then NULL, and the row is not kept.',
  );
}
