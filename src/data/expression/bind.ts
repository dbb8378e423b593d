import type { ColumnFact, ExpressionKind, ExpressionProblem } from '../engine';
import { messageOf } from '../errors';
import { nearest } from '../../language';
import type { Database } from '../store/duckdb';
import { identifier } from '../store/sql';
import type { Parsed } from './parse';
import { prefixLength, shapeOf } from './parse';
import { tokenAt, tokenise } from './tokens';

/** Types as DuckDB writes them; a type text from a cache or a message must not be able to say anything else. */
const TYPE = /^(?:[A-Za-z0-9_ (),[\]]|"(?:[^"]|"")*")+$/u;

/**
 * Binds an expression that passed the allow-list against columns: unknown names, types that do not fit, a condition
 * that is not true or false.
 */
export async function bindExpression(
  database: Database,
  parsed: Parsed,
  columns: readonly ColumnFact[],
): Promise<readonly ExpressionProblem[]> {
  const known = new Set(columns.map((column) => column.name.toLowerCase()));
  const unknown = parsed.columns.filter((column) => !known.has(column.name.toLowerCase()));
  if (unknown.length > 0) return unknown.map((column) => unknownColumn(parsed.kind, column, columns));

  const failure = await tryBind(database, parsed.kind, parsed.text, columns);
  if (failure === undefined) return [];
  const whole = { start: 0, end: parsed.text.length };
  if (failure.kind === 'not-boolean') {
    return [
      {
        code: 'SC255',
        message: `The ${parsed.kind} expression is ${typeName(failure.type)}, not a condition`,
        hint: 'Compare it with something, such as `pass_rate < 1`.',
        ...whole,
      },
    ];
  }
  const { message, hint } = explain(failure.message);
  const problem = { code: 'SC254' as const, message, ...(hint === undefined ? {} : { hint }) };
  // DuckDB points at a place by a caret under an excerpt of the line. In a plain form of the text (ASCII, one line,
  // nothing moved) that caret counts UTF-16 units.
  const plain = plainForm(parsed.text);
  const plainColumns = columns.map((column) => ({ ...column, name: plainWord(column.name) }));
  const again = await tryBind(database, parsed.kind, plain, plainColumns);
  const at = again?.kind === 'error' ? caret(again.message, wrapped(parsed.kind, plain)) : undefined;
  const token = at === undefined ? undefined : tokenAt(tokenise(parsed.text), at - prefixLength(parsed.kind));
  return [{ ...problem, ...(token === undefined ? whole : { start: token.start, end: token.end }) }];
}

type BindFailure =
  | { readonly kind: 'error'; readonly message: string }
  | { readonly kind: 'not-boolean'; readonly type: string };

const wrapped = (kind: ExpressionKind, text: string): string =>
  shapeOf(kind) === 'order' ? `SELECT 1 FROM one ORDER BY ${text}\n` : `SELECT (${text}\n) FROM one`;

/**
 * Runs the expression on one row of NULLs: constants such as 'abc' in `pass_rate > 'abc'` are then converted, and the
 * conversion fails here rather than on a file.
 */
async function tryBind(
  database: Database,
  kind: ExpressionKind,
  text: string,
  columns: readonly ColumnFact[],
): Promise<BindFailure | undefined> {
  return database.session(async (connection) => {
    const seen = new Set<string>();
    const fields: string[] = [];
    for (const column of columns) {
      const lower = column.name.toLowerCase();
      if (seen.has(lower)) continue;
      seen.add(lower);
      fields.push(`${identifier(column.name)} ${TYPE.test(column.type) ? column.type : 'VARCHAR'}`);
    }
    try {
      await connection.run(
        `CREATE TEMP TABLE one (${fields.length === 0 ? 'nothing INTEGER' : fields.join(', ')})`,
      );
      await connection.run('INSERT INTO one DEFAULT VALUES');
      const result = await connection.runAndReadAll(wrapped(kind, text));
      const type = result.columnType(0).toString();
      return kind === 'order' || type === 'BOOLEAN' ? undefined : { kind: 'not-boolean', type };
    } catch (error) {
      return { kind: 'error', message: messageOf(error) };
    }
  });
}

function unknownColumn(
  kind: ExpressionKind,
  column: Parsed['columns'][number],
  columns: readonly ColumnFact[],
): ExpressionProblem {
  const names = columns.map(({ name }) => name);
  const near = nearest(column.name, names);
  const what = kind === 'until' ? 'metric' : 'column';
  const hint =
    near !== undefined
      ? `Did you mean ${near}?`
      : `There ${names.length === 1 ? 'is' : 'are'} ${names.slice(0, 20).join(', ')}${names.length > 20 ? ', ...' : ''}.`;
  return {
    code: 'SC251',
    message: `There is no ${what} ${column.name}`,
    hint,
    start: column.start,
    end: column.end,
  };
}

/** DuckDB's message in the words of people who think in columns and values. */
export function explain(message: string): { readonly message: string; readonly hint?: string } {
  const first = message.replace(/^[A-Z]\w+(?: \w+)* Error: /u, '').split('\n')[0] ?? message;
  const compare = /^Cannot compare values of type (.+?) and type (.+?)(?: - .*)?$/u.exec(first);
  if (compare !== null) {
    return {
      message: `Cannot compare ${typeName(compare[1] ?? '')} with ${typeName(compare[2] ?? '')}`,
      hint: 'Compare values of one kind, or convert one, such as TRY_CAST(answer AS DOUBLE).',
    };
  }
  const convert = /^Could not convert string '(.*)' to (\w+)/u.exec(first);
  if (convert !== null) {
    return {
      message: `'${convert[1] ?? ''}' is not ${typeName(convert[2] ?? '')}`,
      hint: 'Write numbers without quotes.',
    };
  }
  const call = /^No function matches the given name and argument types '(.+?)'/u.exec(first);
  if (call !== null) {
    const plain = (call[1] ?? '').replaceAll(/[A-Z_]{3,}(?:\[\])*/gu, (type) => typeName(type));
    return { message: `Types do not fit: ${plain}` };
  }
  return { message: first };
}

function typeName(type: string): string {
  if (type.endsWith('[]')) return 'a list';
  if (/^(?:VARCHAR|STRING_LITERAL)/u.test(type)) return 'a text';
  if (/INT|DOUBLE|FLOAT|DECIMAL/u.test(type)) return 'a number';
  if (type === 'BOOLEAN') return 'a condition';
  if (type.startsWith('STRUCT')) return 'an object';
  return type === 'SQLNULL' || type === '"NULL"' ? 'NULL' : type;
}

/** Same length, one line, ASCII: comments and line breaks become spaces, other characters letters. */
function plainForm(text: string): string {
  let plain = text;
  for (const token of tokenise(text)) {
    if (token.kind !== 'comment') continue;
    plain = plain.slice(0, token.start) + ' '.repeat(token.end - token.start) + plain.slice(token.end);
  }
  return plainWord(plain.replaceAll(/\s/gu, ' '));
}

// eslint-disable-next-line no-control-regex -- ASCII is what is meant
const plainWord = (text: string): string => text.replaceAll(/[^\x00-\x7f]/g, 'x');

/** Offset in the statement of the caret in DuckDB's message. */
function caret(message: string, sql: string): number | undefined {
  const found = /\nLINE 1: (.*)\n( *)\^/u.exec(message);
  if (found === null) return undefined;
  const [, line = '', indent = ''] = found;
  const cut = line.startsWith('...') ? 3 : 0;
  const excerpt = line.slice(cut).replace(/\.\.\.$/u, '');
  const start = sql.indexOf(excerpt);
  return start < 0 ? undefined : start + indent.length - 'LINE 1: '.length - cut;
}
