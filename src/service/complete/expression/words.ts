import { CompletionItemKind } from 'vscode-languageserver-types';
import type { ExpressionKind } from '../../../data';
import type { Draft } from '../context';
import { place } from '../snippet';

const word = (label: string, doc: string, snippet?: string): Draft => ({
  label,
  kind: /^[A-Z]/.test(label) ? CompletionItemKind.Keyword : CompletionItemKind.Operator,
  doc,
  group: 2,
  ...(snippet === undefined ? {} : { snippet }),
});

const CONDITION_OPERATORS: readonly Draft[] = [
  word('AND', 'Both sides hold.'),
  word('OR', 'At least one side holds.'),
  word('<', 'Less than.'),
  word('<=', 'At most.'),
  word('>', 'Greater than.'),
  word('>=', 'At least.'),
  word('=', 'Equal.'),
  word('<>', 'Not equal.'),
  word('IN', 'One of a list of values.', `IN (${place(1)})`),
  word('NOT IN', 'None of a list of values.', `NOT IN (${place(1)})`),
  word('BETWEEN', 'Between two values, both included.', `BETWEEN ${place(1, '0')} AND ${place(2, '1')}`),
  word('IS NULL', 'Has no value.'),
  word('IS NOT NULL', 'Has a value.'),
  word('LIKE', 'Matches a pattern: `%` any text, `_` one character.', `LIKE '${place(1, '%')}'`),
  word('NOT LIKE', 'Does not match a pattern.', `NOT LIKE '${place(1, '%')}'`),
  word('ILIKE', 'Matches a pattern, letter case aside.', `ILIKE '${place(1, '%')}'`),
];

const ORDER_OPERATORS: readonly Draft[] = [
  word('DESC', 'Largest first.'),
  word('ASC', 'Smallest first, the default.'),
  word('NULLS LAST', 'Rows without a value at the end.'),
  word('NULLS FIRST', 'Rows without a value at the start.'),
];

const CONSTANTS: readonly Draft[] = [
  word('NOT', 'The opposite of what follows.'),
  word('NULL', 'No value.'),
  word('TRUE', 'True.'),
  word('FALSE', 'False.'),
  word(
    'CASE',
    'One value or another by a condition.',
    `CASE WHEN ${place(1)} THEN ${place(2)} ELSE ${place(3)} END`,
  ),
  word('CAST', 'Converts; an error where a value cannot be.', `CAST(${place(1)} AS ${place(2, 'DOUBLE')})`),
  word(
    'TRY_CAST',
    'Converts; NULL where a value cannot be.',
    `TRY_CAST(${place(1)} AS ${place(2, 'DOUBLE')})`,
  ),
];

/** Words that may stand behind an operand. */
export const operators = (kind: ExpressionKind): readonly Draft[] =>
  kind === 'order' ? ORDER_OPERATORS : CONDITION_OPERATORS;

/** Words that begin an operand. */
export const constants: readonly Draft[] = CONSTANTS.map((draft) => ({ ...draft, group: 4 }));
