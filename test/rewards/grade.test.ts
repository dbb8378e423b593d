import { describe, expect, it } from 'vitest';
import { grade } from '../../src/rewards';
import { DIFFERENT, SAME } from './answer-tables';

const boxed = (answer: string): string => `Some thought. \\boxed{${answer}}`;
const right = (answer: string, gold: string, options?: readonly string[]): boolean =>
  grade(boxed(answer), gold, options === undefined ? {} : { options }).correct;

describe('answers that mean the same', () => {
  it.each(SAME)('%s is %s', (answer, gold) => {
    expect(right(answer, gold)).toBe(true);
  });
});

describe('answers that differ', () => {
  it.each(DIFFERENT)('%s is not %s', (answer, gold) => {
    expect(right(answer, gold)).toBe(false);
  });
});

it('a binomial coefficient with a huge lower number is nought at once', () => {
  expect(right('\\binom{5}{99999999999}', '0')).toBe(true);
});

describe('chemical formulas', () => {
  it.each([
    ['H_2O', 'H2O', true],
    ['\\text{Ca(OH)}_2', 'Ca(OH)_2', true],
    ['\\ce{Al_2(SO_4)_3}', 'Al2(SO4)3', true],
    ['H_2O', 'H2O2', false],
  ])('%s against %s', (answer, gold, same) => expect(right(answer, gold)).toBe(same));
});

describe('multiple choice', () => {
  const colours = ['red', 'blue', 'dark green', 'a'];

  it.each([
    'B', '(B)', 'B.', 'b', 'B: blue', '(B) blue', 'B. blue', 'option B', '\\text{B}', 'blue', 'Blue.', 'B) blue', '\\text{(B) blue}',
  ])('%s names B', (answer) => {
    expect(right(answer, 'B', colours)).toBe(true);
    expect(right(answer, 'blue', colours)).toBe(true);
  }); // prettier-ignore

  it.each(['A', 'B: red', 'E', 'red', 'A blue thing', '1+b', 'b^2', 'Bond', 'blue or red', ''])(
    '%s does not name B',
    (answer) => expect(right(answer, 'B', colours)).toBe(false),
  );

  it('accepts a label with its text when the options are not known, as the pass rates did', () => {
    expect(right('B: red', 'B')).toBe(true);
  });

  // The published extractors voted for these by articles, words and letters inside formulas.
  it.each([
    ['\\boxed{1+i}', 'I'],
    ['\\boxed{a^2}', 'A'],
    ['\\boxed{x=a+1}', 'A'],
    ['Please answer based on the image: D', 'B'],
    ['I see a dog, so the answer is D', 'A'],
    ['Answer: cannot determine', 'C'],
    ['A man is holding C', 'A'],
  ])('%s is no vote for %s', (response, letter) => {
    expect(grade(response, letter, { options: ['one', 'two', 'three', 'four'] }).correct).toBe(false);
  });

  it.each([
    ['Please answer based on the image: D', 'letter'],
    ['I see a dog, so the answer is D', 'phrase'],
    ['The answer is (D).', 'phrase'],
    ['**Answer:** D', 'phrase'],
    ['<answer>D</answer>', 'tag'],
    ['D', 'whole'],
  ])('%s votes for D by its %s', (response, source) => {
    expect(grade(response, 'D', { options: ['one', 'two', 'three', 'four'] })).toMatchObject({
      correct: true,
      source,
    });
  });

  it('compares numbers among options by value', () => {
    expect(right('0.5', 'B', ['1', '1/2', '2'])).toBe(true);
    expect(right('B. \\frac12', '1/2', ['1', '1/2', '2'])).toBe(true);
  });
});

describe('finding the answer', () => {
  it('takes the last closed box', () => {
    expect(grade('\\boxed{1} then \\boxed{2}', '2')).toMatchObject({
      correct: true,
      format: { boxes: 2, ok: false },
    });
    expect(grade('\\boxed{2} then \\boxed{3', '2').extracted).toBe('2');
    expect(grade('\\boxed{\\frac{1}{\\sqrt{2}}}', '\\frac{\\sqrt2}{2}').correct).toBe(true);
    expect(grade('\\boxed {\\{1, 2\\}}', '{2,1}').correct).toBe(true);
    expect(grade('\\boxed{ \\boxed{5} }', '5')).toMatchObject({ correct: true, format: { boxes: 1 } });
  });

  it('never takes a missing box for the word None', () => {
    expect(grade('I do not know', 'None', { strict: true }).correct).toBe(false);
    expect(grade('I think there are many things in this picture.', 'None').correct).toBe(false);
  });

  it('reads answers without a box unless strict', () => {
    expect(grade('I see 3 circles.\nThe answer is 3.5 cm. Done.', '3.5')).toMatchObject({
      correct: true,
      source: 'phrase',
    });
    expect(grade('<think>the answer is 4</think> 5', '5')).toMatchObject({ correct: true, source: 'whole' });
    expect(grade('work\n#### 42', '42').correct).toBe(true);
    expect(grade('The answer is 3.', '3', { strict: true })).toMatchObject({ correct: false });
  });

  it('judges the format apart from the answer', () => {
    const format = (response: string): boolean => grade(response, '1').format.ok;
    expect(format('<think>a</think> \\boxed{1}')).toBe(true);
    expect(format('\\boxed{1}')).toBe(true);
    expect(format('<think>a \\boxed{1}')).toBe(false);
    expect(format('<think>a \\boxed{1}</think>')).toBe(false);
    expect(format('a</think> \\boxed{1}')).toBe(false);
    expect(format('1')).toBe(false);
  });
});
