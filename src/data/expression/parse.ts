import type { ExpressionKind, ExpressionProblem } from '../engine';
import { messageOf } from '../errors';
import type { Database } from '../store/duckdb';
import { literal } from '../store/sql';
import type { Walked } from './allow';
import { MOST_LEVELS, walk } from './allow';
import type { Token } from './tokens';
import { bracketDepth, tokenAt, tokenise, unbalanced, utf16Offset } from './tokens';
import type { Node } from './tree';
import { asText as cellText } from '../values';
import { isNode, onlyExpressions, text as asText } from './tree';

/** An expression that passed the allow-list: it may be put into a query in brackets. */
export interface Parsed {
  readonly kind: ExpressionKind;
  readonly text: string;
  /** First names of the column references, as written, with where. */
  readonly columns: readonly { readonly name: string; readonly start: number; readonly end: number }[];
}

export type ParseResult =
  | { readonly kind: 'parsed'; readonly parsed: Parsed }
  | { readonly kind: 'refused'; readonly problems: readonly ExpressionProblem[] };

const MOST_CHARACTERS = 10_000;
const PREFIX = { value: 'SELECT (', order: 'SELECT 1 ORDER BY ' } as const;

/** The statement that DuckDB parses; the line break ends a trailing comment. */
export const statement = (kind: 'value' | 'order', text: string): string =>
  kind === 'value' ? `${PREFIX.value}${text}\n)` : `${PREFIX.order}${text}\n`;

export const shapeOf = (kind: ExpressionKind): 'value' | 'order' => (kind === 'order' ? 'order' : 'value');

export const prefixLength = (kind: ExpressionKind): number => PREFIX[shapeOf(kind)].length;

const refused = (problem: ExpressionProblem): ParseResult => ({ kind: 'refused', problems: [problem] });

/** Parses by DuckDB (`json_serialize_sql`, which executes nothing) and checks the tree against the allow-list. */
export async function parseExpression(
  database: Database,
  kind: ExpressionKind,
  text: string,
): Promise<ParseResult> {
  const whole = { start: 0, end: text.length };
  const tokens = tokenise(text);
  const words = tokens.filter((token) => token.kind !== 'comment');
  if (words.length === 0)
    return refused({ code: 'SC256', message: `The ${kind} expression is empty`, ...whole });
  if (text.length > MOST_CHARACTERS) {
    return refused({
      code: 'SC257',
      message: `The expression has more than ${MOST_CHARACTERS} characters`,
      ...whole,
    });
  }
  if (bracketDepth(text, tokens) > MOST_LEVELS) {
    return refused({
      code: 'SC257',
      message: `The brackets are nested more than ${MOST_LEVELS} deep`,
      ...whole,
    });
  }
  const broken = brokenToken(text, tokens);
  if (broken !== undefined) return refused(broken);

  const infinite = tokens.find((token) => token.kind === 'number' && !isFinite(valueOf(text, token)));
  if (infinite !== undefined) {
    const { start, end } = infinite;
    return refused({
      code: 'SC250',
      message: `The number ${quote(text, infinite)} is too large`,
      hint: 'Write a number below 1e308.',
      start,
      end,
    });
  }

  const shape = shapeOf(kind);
  const serialised = await syntaxTree(database, statement(shape, text));
  if (typeof serialised === 'string') {
    return refused({ code: 'SC250', message: `The expression cannot be parsed: ${serialised}`, ...whole });
  }
  const place = (byte: number | undefined): { start: number; end: number } => {
    const token =
      byte === undefined ? undefined : tokenAt(tokens, utf16Offset(text, byte - PREFIX[shape].length));
    return token === undefined ? whole : { start: token.start, end: token.end };
  };
  if (serialised.error === true) return refused(syntaxError(serialised, kind, text, words));

  const roots = onlyExpressions(serialised, shape);
  if (roots === undefined) {
    return refused({
      code: 'SC252',
      message: `The ${kind} text is more than one expression`,
      hint:
        kind === 'order' ? 'Write columns with ASC or DESC, separated by commas.' : 'Write one condition.',
      ...whole,
    });
  }
  const walked = roots.map(walk);
  const problems: ExpressionProblem[] = walked
    .flatMap(({ refusals }) => refusals)
    .map(({ at, ...refusal }) => ({ ...refusal, ...place(at) }));
  if (shape === 'order') problems.push(...constants(roots).map((problem) => ({ ...problem, ...whole })));
  if (problems.length > 0) return { kind: 'refused', problems };
  const columns = walked
    .flatMap((entry: Walked) => entry.columns)
    .map(({ name, at }) => ({ name, ...place(at) }));
  return { kind: 'parsed', parsed: { kind, text, columns } };
}

const valueOf = (text: string, token: Token): number =>
  Number(text.slice(token.start, token.end).replaceAll('_', ''));

/** DuckDB's tree of a statement, or why there is none: whatever a text does to DuckDB is the text's own fault. */
function syntaxTree(database: Database, sql: string): Promise<Node | string> {
  return database.session(async (connection) => {
    try {
      const answer = await connection.runAndReadAll(`SELECT json_serialize_sql(${literal(sql)})`);
      // A constant that is not finite makes it invalid JSON.
      const tree = JSON.parse(cellText(answer.getRowsJS()[0]?.[0])) as unknown;
      return isNode(tree) ? tree : 'it has no syntax tree';
    } catch (error) {
      return error instanceof SyntaxError
        ? 'it has a value that is not finite'
        : (messageOf(error).split('\n')[0] ?? '');
    }
  });
}

function brokenToken(text: string, tokens: readonly Token[]): ExpressionProblem | undefined {
  const nul = text.indexOf('\0');
  if (nul >= 0)
    return { code: 'SC250', message: 'A NUL character does not belong here', start: nul, end: nul + 1 };
  const open = tokens.find((token) => token.kind === 'open');
  if (open !== undefined) {
    const what = text.startsWith('/*', open.start) ? 'comment' : 'quoted text';
    return { code: 'SC250', message: `The ${what} is never closed`, start: open.start, end: open.end };
  }
  const stray = tokens.find((token) => token.kind === 'symbol' && text[token.start] === ';');
  if (stray !== undefined) {
    return {
      code: 'SC252',
      message: 'A semicolon is not allowed: the text is one expression',
      start: stray.start,
      end: stray.end,
    };
  }
  const bracket = unbalanced(text, tokens);
  if (bracket === undefined) return undefined;
  const symbol = text.slice(bracket.start, bracket.end);
  return {
    code: 'SC250',
    message: `The bracket ${symbol} has no partner`,
    start: bracket.start,
    end: bracket.end,
  };
}

function syntaxError(
  serialised: Node,
  kind: ExpressionKind,
  text: string,
  words: readonly Token[],
): ExpressionProblem {
  const message = asText(serialised.error_message);
  const position = Number(serialised.position ?? Number.NaN);
  const offset = Number.isFinite(position) ? utf16Offset(text, position - prefixLength(kind)) : text.length;
  const last = words.at(-1) ?? { start: 0, end: text.length };
  if (offset >= last.end) {
    return {
      code: 'SC250',
      message: `The expression ends too early, after ${quote(text, last)}`,
      start: last.start,
      end: last.end,
    };
  }
  const token = tokenAt(words, offset) ?? last;
  const said = message.startsWith('syntax error at or near')
    ? `${quote(text, token)} does not fit here`
    : `The expression cannot be parsed: ${message.split('\n')[0] ?? ''}`;
  return { code: 'SC250', message: said, start: token.start, end: token.end };
}

const quote = (text: string, token: { readonly start: number; readonly end: number }): string =>
  `\`${text.slice(token.start, Math.min(token.end, token.start + 40))}\``;

/** `ORDER BY 1` would mean the first column, and any other constant nothing. */
const constants = (roots: readonly Node[]): readonly Omit<ExpressionProblem, 'start' | 'end'>[] =>
  roots.some((root) => root.class === 'CONSTANT')
    ? [
        {
          code: 'SC252',
          message: 'Ordering by a constant does nothing',
          hint: 'Name a column, such as `pass_rate DESC`.',
        },
      ]
    : [];
