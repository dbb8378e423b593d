import { afterAll, describe, expect, it } from 'vitest';
import { DIFFERENT, SAME } from './answer-tables';
import { PAIRS } from './pairs';
import { anyPython, PythonGrader, verdictOf, type Asked } from './python/grader';
import { endsLater } from '../fixtures/hang';

const python = await anyPython('the grading of Python against the tables of TypeScript');
const grader = python === undefined ? undefined : new PythonGrader(python);
afterAll(() => grader?.close());

/** What both say of each; only the first differences, so that a broken rule can be read. */
async function differences(asked: readonly Asked[]): Promise<readonly unknown[]> {
  const said = (await grader?.askAll(asked)) ?? [];
  expect(said).toHaveLength(asked.length);
  return asked
    .map((one, i) => ({ ...one, python: said[i], typescript: verdictOf(one) }))
    .filter((one) => JSON.stringify(sorted(one.python)) !== JSON.stringify(sorted(one.typescript)))
    .slice(0, 5);
}

const sorted = (verdict: object | undefined): unknown =>
  Object.entries(verdict ?? {}).sort(([a], [b]) => (a < b ? -1 : 1));

describe.runIf(grader !== undefined)('Python grades as TypeScript does', () => {
  it('every pair of the table by its kind, as the table says', async () => {
    const said = (await grader?.askAll(PAIRS)) ?? [];
    const wrong = PAIRS.filter(({ correct }, i) => said[i]?.correct !== correct);
    expect(wrong.map(({ id, why }) => `${id}: ${why}`)).toEqual([]);
    expect(await differences(PAIRS)).toEqual([]);
  }, 120_000);

  it('every pair by the rules of training', async () => {
    const asked = PAIRS.map(({ response, gold, options }): Asked => ({
      response,
      gold,
      ...(options === undefined ? {} : { options }),
    }));
    expect(await differences(asked)).toEqual([]);
  }, 120_000);

  it.each(['boxed_answer', 'exact_match', 'choice'] as const)(
    'every pair by the reward %s',
    async (reward) => {
      expect(await differences(PAIRS.map(({ response, gold }) => ({ response, gold, reward })))).toEqual([]);
    },
    120_000,
  );

  it.each([
    ['mean the same', SAME, true],
    ['differ', DIFFERENT, false],
  ] as const)('boxed answers that %s', async (_, table, same) => {
    const asked = table.map(([answer, gold]) => ({ response: `Some thought. \\boxed{${answer}}`, gold }));
    const said = (await grader?.askAll(asked)) ?? [];
    expect(table.filter((_pair, i) => said[i]?.correct !== same)).toEqual([]);
    expect(await differences(asked)).toEqual([]);
  });
});

const repeat = (piece: string, length: number): string => piece.repeat(Math.ceil(length / piece.length));

/** Where the two languages count, fold, split and write differently unless care is taken. */
const TRAPS: readonly (readonly [what: string, asked: Asked])[] = [
  ['a next line is no white space', { response: '\u0085\\boxed{3}', gold: '\u00853', strict: true }],
  ['a file separator is no white space', { response: '\\boxed{a\u001cb}', gold: 'a b' }],
  ['a byte order mark is white space', { response: '\\boxed{\ufeffred}', gold: 'red' }],
  ['figures of other scripts are no figures', { response: '\\boxed{٣}', gold: '3' }],
  ['wide figures are figures', { response: '\\boxed{１２}', gold: '12' }],
  ['a long s is no s', { response: 'yeſ', gold: 'yes', kind: 'yes-no' }],
  ['a dotted capital I', { response: '\\boxed{İstanbul}', gold: 'istanbul' }],
  ['a final sigma', { response: '\\boxed{ΟΔΟΣ}', gold: 'οδος' }],
  ['mathematical letters are letters', { response: '\\boxed{𝒙+𝟏}', gold: 'x+1' }],
  ['letters beyond the first plane', { response: '\\boxed{2𐐨}', gold: '𐐨*2' }],
  ['half a pair', { response: '\\boxed{\ud83d}', gold: '\ud83d' }],
  ['pairs count twice at the end of the tail', { response: `${repeat('😀', 1_998)}a`, gold: 'a' }],
  ['pairs count twice in a short line', { response: repeat('😀', 122), gold: repeat('😀', 122) }],
  ['pairs count twice in an answer', { response: `\\boxed{${repeat('😀', 298)} 12}`, gold: '12' }],
  ['a figure with an underscore', { response: '\\boxed{1_000}', gold: '1000' }],
  ['an infinity in words', { response: '\\boxed{Infinity}', gold: '\\infty' }],
  [
    'a repeating decimal beyond integers',
    { response: '\\boxed{123456.123456\\overline{1234567}}', gold: '1' },
  ],
  ['hundreds of hundreds', { response: repeat('hundred ', 88), gold: '1e22', kind: 'number' }],
  ['a power too large', { response: '\\boxed{9^{9^9}}', gold: '\\infty' }],
  ['a root of nought to the minus one', { response: '\\boxed{0^{-1}}', gold: '\\infty' }],
  ['a logarithm of nought', { response: '\\boxed{\\ln 0}', gold: '-\\infty' }],
  ['one to the infinity', { response: '\\boxed{1^\\infty}', gold: '1' }],
  ['an even root of a negative number', { response: '\\boxed{(-8)^{1/3}}', gold: '-2' }],
  ['a huge lower number', { response: '\\boxed{\\binom{5}{99999999999}}', gold: '0' }],
  ['a word every object knows', { response: '\\boxed{(constructor, 2)}', gold: '(constructor, 2.0)' }],
  ['a line separator', { response: 'The answer is 3\u2028or 4.', gold: '3', kind: 'number' }],
  ['a zero-width joiner', { response: 'Answer: 4\u200d2', gold: '42', kind: 'number' }],
];

describe.runIf(grader !== undefined)('what the languages hold for different', () => {
  it.each(TRAPS)('%s', async (_, asked) => {
    expect(await grader?.ask(asked)).toEqual(verdictOf(asked));
  });
});

describe.runIf(grader !== undefined)('hostile answers', () => {
  const hostile: Readonly<Record<string, string>> = {
    'unclosed boxes': repeat('\\boxed{', 1_000_000),
    'closed boxes': repeat('\\boxed{1}', 1_000_000),
    braces: `\\boxed{${repeat('{', 1_000_000)}`,
    'thinking tags': repeat('<think>', 1_000_000),
    announcements: repeat('The answer is (A) a cat.\n', 1_000_000),
    'answers without end': repeat('answer is ', 1_000_000),
    'roots of roots': `\\boxed{${repeat('√', 580)}9}`,
    'nested brackets': `\\boxed{${repeat('(', 280)}1${repeat(')', 280)}}`,
    'nested braces': `\\boxed{${repeat('{', 280)}1,2${repeat('}', 280)}}`,
    'a tower of powers': `\\boxed{${repeat('9^', 590)}9}`,
    'a chemical formula': `\\boxed{${repeat('H', 15_000)}1!}`,
    inequalities: `\\boxed{${repeat('x>1 or ', 590)}x>2}`,
    points: `\\boxed{${repeat('(1,2),', 590)}1}`,
  };
  it.each(Object.entries(hostile))('%s are graded alike and in time', async (_, response) => {
    for (const asked of [
      { response, gold: '1', reward: 'boxed_answer' },
      { response, gold: 'B', kind: 'choice', options: ['1', 'x'] },
      { response, gold: '3', kind: 'number' },
    ] as const) {
      expect(await endsLater(async () => grader?.ask(asked))).toEqual(verdictOf(asked));
    }
  });
});
