import { existsSync } from 'node:fs';
import { literal, pathLiteral } from '../../data';
import type { AnswerFile, QuestionFile } from '../types';
import type { WorkDatabase } from './work-database';

/** Lines above this are refused by DuckDB's reader. */
const LONGEST_LINE = 64 * 1024 * 1024;
/** Questions of one source that have a place of their own. */
const MOST_OF_ONE = 1_000_000;

const QUESTION =
  'STRUCT(id VARCHAR, source VARCHAR, capability VARCHAR, kind VARCHAR, question VARCHAR, options VARCHAR[], answer VARCHAR, images VARCHAR[], shown VARCHAR, caption VARCHAR, carried JSON, whole STRUCT(images VARCHAR))';

/** `givenOf` of a caption: DuckDB trims spaces alone, so that what JavaScript trims is spelled out. */
const BLANK =
  '[\\t\\n\\v\\f\\r \\x{a0}\\x{1680}\\x{2000}-\\x{200a}\\x{2028}\\x{2029}\\x{202f}\\x{205f}\\x{3000}\\x{feff}]+';
const GIVEN = `left(sha256(regexp_replace(regexp_replace(item.question.caption, '^${BLANK}', ''), '${BLANK}$', '')), 8)`;

/** The lines of a journal as a relation with the number of each, `line`; what is no JSON gives a row of NULLs. */
export function journalSql(path: string, columns: Readonly<Record<string, string>>): string {
  const types = Object.entries(columns).map(([name, type]) => `${literal(name)}: ${literal(type)}`);
  return `(SELECT row_number() OVER () AS line, * FROM read_json(${pathLiteral(path)}, format = 'newline_delimited', records = true, ignore_errors = true, maximum_object_size = ${LONGEST_LINE}, columns = {${types.join(', ')}}))`;
}

/**
 * Table `q`: a row for every question and for all that fell before it became one, by `n`, a number that orders them as
 * the source does. `step`, `reason` and `detail` are of what fell, `same` is the id of the question that it
 * repeats and instead of which it has no `id`, `given` and `shown` tell its caption and images from others, as answers do; the other columns are those of `Question`, and of the source line, `writer`, `prompt` and `reply` only where `written`
 * is set.
 */
export async function loadQuestions(
  work: WorkDatabase,
  { path }: QuestionFile,
  options: { readonly written: boolean },
): Promise<void> {
  const lines = journalSql(path, {
    source: 'VARCHAR',
    place: 'BIGINT',
    questions: `${QUESTION}[]`,
    fallen: `STRUCT(step VARCHAR, reason VARCHAR, detail VARCHAR, again BOOLEAN, question ${QUESTION})[]`,
    ...(options.written ? { written: 'STRUCT(model VARCHAR, prompt VARCHAR, reply VARCHAR)' } : {}),
  });
  const written = options.written
    ? ', written.model AS writer, written.prompt AS prompt, written.reply AS reply'
    : '';
  await work.run(`
    CREATE TABLE q AS SELECT line, place * ${MOST_OF_ONE} + least(pos, ${MOST_OF_ONE}) - 1 AS n, pos, place, source,
        CASE WHEN item.again THEN NULL ELSE item.question.id END AS id,
        CASE WHEN item.again THEN item.question.id END AS same, item.question.capability AS capability, item.question.kind AS kind,
        item.question.question AS question, coalesce(item.question.options, []) AS options,
        item.question.answer AS answer, coalesce(item.question.images, []) AS images,
        item.question.shown AS shown, item.question.caption AS caption, ${GIVEN} AS given, item.question.carried AS carried,
        item.question.whole IS NOT NULL AS is_whole, item.question.whole.images AS image_column,
        item.step AS step, item.reason AS reason, item.detail AS detail${written}
      FROM (SELECT *, unnest(items) AS item, generate_subscripts(items, 1) AS pos FROM (SELECT *, list_concat(
          list_transform(coalesce(questions, []), lambda x: {'step': NULL::VARCHAR, 'reason': NULL::VARCHAR, 'detail': NULL::VARCHAR, 'again': NULL::BOOLEAN, 'question': x}),
          coalesce(fallen, [])) AS items
        FROM ${lines} WHERE source IS NOT NULL AND place IS NOT NULL))`);
  await work.run(`
    DELETE FROM q USING (SELECT place, max(line) AS last FROM q GROUP BY place HAVING min(line) <> max(line)) AS again
      WHERE q.place = again.place AND q.line < again.last`);
}

/**
 * Table `o`: a row for each model (`m`, its place in `answers`) and question (`n`) that it was asked, with the outcome of
 * each arm (NULL: not asked) and why it is missing. The last line of a question and arm counts, of those that were given
 * the question's own caption or images: what was said of others is no answer to this one.
 */
export async function loadOutcomes(work: WorkDatabase, answers: readonly AnswerFile[]): Promise<void> {
  await work.run(`
    CREATE TABLE o (m INTEGER, n BIGINT, image VARCHAR, description VARCHAR, neither VARCHAR,
      image_reason VARCHAR, description_reason VARCHAR, neither_reason VARCHAR)`);
  for (const [m, { path }] of answers.entries()) {
    if (!existsSync(path)) continue;
    const columns = {
      q: 'VARCHAR',
      arm: 'VARCHAR',
      outcome: 'VARCHAR',
      given: 'VARCHAR',
      reason: 'VARCHAR',
    };
    const last = (arm: string, what: string): string => `arg_max(${what}, s.line) FILTER (arm = '${arm}')`;
    const reason = (arm: string): string =>
      `CASE WHEN ${last(arm, 'outcome')} = 'missing' THEN ${last(arm, 'left(s.reason, 300)')} END`;
    const arms = ['image', 'description', 'neither'];
    await work.run(`
      INSERT INTO o SELECT ${m}, q.n, ${arms.map((arm) => last(arm, 'outcome')).join(', ')}, ${arms.map(reason).join(', ')}
        FROM ${journalSql(path, columns)} s JOIN q ON q.id = s.q AND q.step IS NULL
        WHERE s.arm IN ('image', 'description', 'neither') AND s.outcome IN ('right', 'wrong', 'unparsable', 'missing')
          AND ${toThisQuestion('s', 'q')}
        GROUP BY q.n`);
  }
}

/**
 * Whether an answer is to the caption and the images that the question has; a line that says nothing of them is taken as
 * it is.
 */
export const toThisQuestion = (answer: string, question: string): string =>
  `(${answer}.given IS NULL OR CASE ${answer}.arm WHEN 'description' THEN ${answer}.given = ${question}.given WHEN 'image' THEN ${answer}.given = ${question}.shown ELSE true END)`;
