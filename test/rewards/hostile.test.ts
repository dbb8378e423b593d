import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { choiceOf, equalAnswers, findBoxes, grade } from '../../src/rewards';
import { ends, least } from '../fixtures/hang';

const MEGABYTE = 1_000_000;
const repeat = (piece: string, length = MEGABYTE): string => piece.repeat(Math.ceil(length / piece.length));

/** Milliseconds that are far above what short answers need, and far below what explodes with their length. */
const ENOUGH = 1_500;

describe('hostile input', () => {
  const traps: Readonly<Record<string, string>> = {
    'unclosed boxes': repeat('\\boxed{'),
    'closed boxes': repeat('\\boxed{1}'),
    'nested boxes': repeat('\\boxed{', 500_000) + repeat('}', 70_000),
    braces: `\\boxed{${repeat('{')}`,
    backslashes: `\\boxed{${repeat('\\')}}`,
    'one long box': `\\boxed{${repeat('1+')}1}`,
    'spaces before a colon': `answer${repeat(' ')}`,
    'answers without end': repeat('answer is '),
    stars: `answer: ${repeat('*')}`,
    'thinking tags': repeat('<think>'),
    'answer tags': repeat('<answer>'),
    colons: repeat(': A'),
    'new lines': repeat('\n'),
    digits: repeat('1'),
    'grouped digits': `\\boxed{${repeat('1,111')}}`,
    surrogates: repeat('\ud83d'),
  };
  it.each(Object.entries(traps))('1 MB of %s is graded in time', (_, response) => {
    expect(response.length).toBeGreaterThanOrEqual(MEGABYTE / 2);
    ends(() => grade(response, '1'));
    ends(() => grade(response, 'B', { options: ['1', 'x'] }));
  });

  // Just under the length at which answers are compared as text only: the dearest inputs for the parser.
  const dear: Readonly<Record<string, string>> = {
    parentheses: repeat('(', 590),
    'closed parentheses': repeat('(', 280) + '1' + repeat(')', 280),
    minuses: `${repeat('-', 590)}1`,
    powers: repeat('9^', 590) + '9',
    factorials: `9${repeat('!', 590)}`,
    fractions: repeat('\\frac', 590),
    bars: repeat('|', 590),
    'nested sets': repeat('\\{1,', 400) + '1' + repeat('\\}', 190),
    list: repeat('1,', 126) + '1',
    'list of lists': repeat('(1,2),', 370) + '1',
    'plus or minus': repeat('±1,', 120) + '1',
    equations: repeat('x=', 590) + '1',
    units: `1 ${repeat('cm ', 590)}`,
    text: repeat('\\text{a', 590),
    roots: repeat('\\sqrt[', 590),
    functions: repeat('sin ', 590) + 'x',
    'a chemical formula': `${repeat('H', 580)}1!`,
    'roots of roots': `${repeat('√', 590)}9`,
    'a binomial coefficient': '\\binom{5}{99999999999999999999}',
  };
  it.each(Object.entries(dear))('%s against itself and its like take milliseconds', (_, answer) => {
    expect(least(() => equalAnswers(answer, `${answer} + 0`), ENOUGH)).toBeLessThan(ENOUGH);
    expect(least(() => equalAnswers(`2, ${answer}`, `${answer}, 2`), ENOUGH)).toBeLessThan(ENOUGH);
    expect(least(() => choiceOf(answer, [answer, `${answer}.`, '1', 'x']), ENOUGH)).toBeLessThan(ENOUGH);
  });

  it('grades a long gold answer without hanging', () => {
    ends(() => grade('\\boxed{1}', repeat('\\boxed{(')));
    expect(grade(`\\boxed{${'word '.repeat(1000)}}`, 'word '.repeat(1000)).correct).toBe(true);
  });
});

const RUNS = Number(process.env.STAGECRAFT_FUZZ ?? 400);
const mathText = fc
  .array(
    fc.constantFrom(
      ...'0 1 2 9 . , + - * / ^ ( ) [ ] { } | = < > % ! ± x y e pi \\frac \\sqrt \\{ \\} \\boxed{ \\text{ \\pi \\cup cm and or ° $ ½ A B'.split(
        ' ',
      ),
      ' ',
    ),
    { maxLength: 40 },
  )
  .map((parts) => parts.join(''));

describe('properties', () => {
  it('an answer equals itself, and its box holds it, unless braces are open', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ minLength: 1 }), mathText), (answer) => {
        fc.pre(answer.trim() !== '');
        expect(equalAnswers(answer, answer)).toBeDefined();
        expect(equalAnswers(` ${answer} `, answer)).toBeDefined();
        const plain = answer.replace(/[{}\\]/g, '');
        expect(findBoxes(`so \\boxed{${plain}}.`).last).toBe(plain);
      }),
      { numRuns: RUNS },
    );
  });

  it('grading never throws, whatever the text', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string({ unit: 'binary' }), mathText),
        fc.oneof(fc.string(), mathText),
        (response, gold) => {
          const result = grade(response, gold, { options: [gold, 'x'] });
          expect(typeof result.correct).toBe('boolean');
          equalAnswers(response, gold);
        },
      ),
      { numRuns: RUNS },
    );
  });

  it('numbers are equal exactly when they are, in every dress', () => {
    const number = fc.integer({ min: -9_999_999, max: 9_999_999 });
    const dress = fc.constantFrom<(n: number) => string>(
      (n) => String(n),
      (n) => n.toLocaleString('en-US'),
      (n) => `$${n}$`,
      (n) => `${n}.0`,
      (n) => `\\frac{${n * 3}}{3}`,
      (n) => `${n} cm`,
      (n) => `x = ${n}`,
      (n) => `\\text{${n}}`,
      (n) => `${n - 1} + 1`,
      (n) => n.toExponential(),
    );
    fc.assert(
      fc.property(number, number, dress, dress, (a, b, first, second) => {
        expect(equalAnswers(first(a), second(a))).toBeDefined();
        if (a !== b) expect(equalAnswers(first(a), second(b))).toBeUndefined();
      }),
      { numRuns: RUNS },
    );
  });

  it('agrees with arithmetic on random expressions', () => {
    interface Made {
      readonly text: string;
      readonly value: number;
    }
    const { tree } = fc.letrec<{ tree: Made; leaf: Made }>((tie) => ({
      leaf: fc.integer({ min: 1, max: 99 }).map((n) => ({ text: String(n), value: n })),
      tree: fc.oneof(
        { depthSize: 'small' },
        tie('leaf'),
        fc.tuple(tie('tree'), tie('tree'), fc.constantFrom('+', '-', '*', '/', 'frac')).map(([a, b, op]) => ({
          text: op === 'frac' ? `\\frac{${a.text}}{${b.text}}` : `(${a.text})${op}(${b.text})`,
          value:
            op === '+'
              ? a.value + b.value
              : op === '-'
                ? a.value - b.value
                : op === '*'
                  ? a.value * b.value
                  : a.value / b.value,
        })),
      ),
    }));
    fc.assert(
      fc.property(tree, ({ text, value }) => {
        fc.pre(
          Number.isFinite(value) && text.length < 500 && Math.abs(value) < 1e12 && Math.abs(value) > 1e-4,
        );
        expect(equalAnswers(text, String(value))).toBeDefined();
        expect(equalAnswers(text, String(value + Math.abs(value) * 0.01 + 0.5))).toBeUndefined();
      }),
      { numRuns: RUNS },
    );
  });

  it('a letter is never read out of words', () => {
    const words = fc.array(fc.constantFrom('a', 'I', 'A', 'an', 'dog', 'see', 'be', 'c', 'man'), {
      minLength: 2,
      maxLength: 6,
    });
    fc.assert(
      fc.property(words, (list) => {
        expect(choiceOf(list.join(' '), ['one', 'two', 'three', 'four'])).toBeUndefined();
      }),
      { numRuns: RUNS },
    );
  });
});

describe('words that every object knows', () => {
  it.each(['constructor', '__proto__', 'toString', '\\constructor', 'hasOwnProperty of 3'])(
    '%s is only a word',
    (word) => {
      expect(grade(`\\boxed{${word}}`, '4').correct).toBe(false);
      expect(grade(`\\boxed{4}`, word).correct).toBe(false);
    },
  );
});

it('large solutions that differ by one are different', () => {
  expect(grade('\\boxed{x = -8356}', 'x = -8357').correct).toBe(false);
  expect(grade('\\boxed{-8356 = x}', 'x = -8356').correct).toBe(true);
});
