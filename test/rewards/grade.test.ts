import { describe, expect, it } from 'vitest';
import { grade } from '../../src/rewards';

const boxed = (answer: string): string => `Some thought. \\boxed{${answer}}`;
const right = (answer: string, gold: string, options?: readonly string[]): boolean =>
  grade(boxed(answer), gold, options === undefined ? {} : { options }).correct;

describe('answers that mean the same', () => {
  it.each([
    ['4', '4'], ['4.0', '4'], ['04', '4'], ['-4', '−4'], ['1,000', '1000'], ['1{,}000', '1000'], ['1e3', '1000'],
    ['12,345,678', '12345678'], ['50%', '0.5'], ['50\\%', '50'], ['50', '50\\%'], ['0.5', '50%'], ['5 cm', '5'],
    ['5\\text{ cm}', '5 centimeters'], ['5 cm^2', '5\\text{ square centimeters}'], ['60 km/h', '60'], ['$5', '5'],
    ['90^\\circ', '90'], ['90^{\\circ}', '90°'], ['90 degrees', '90°'], ['3 circles', '3'], ['three', '3'],
    ['3 million', '3000000'], ['1/2', '0.5'], ['\\frac{1}{2}', '0.5'], ['\\dfrac12', '1/2'], ['\\tfrac{3}{4}', '0.75'],
    ['3 1/2', '3.5'], ['3\\frac{1}{2}', '7/2'], ['-\\frac{1}{2}', '-0.5'], ['\\frac{-1}{2}', '-1/2'], ['½', '0.5'],
    ['\\sqrt{2}', '2^{1/2}'], ['2\\sqrt{3}', '\\sqrt{12}'], ['√2', '\\sqrt2'], ['\\sqrt[3]{8}', '2'],
    ['\\pi', '3.14'], ['3.14159', '\\pi'], ['2\\pi', '6.283'], ['π/2', '\\frac{\\pi}{2}'], ['0.333', '1/3'],
    ['x^2-1', '(x-1)(x+1)'], ['2x+3', '3+2x'], ['\\frac{x}{2}', '0.5x'], ['xy', 'y \\cdot x + 0'], ['|-3|', '3'],
    ['4!', '24'], ['\\sin^2 x + \\cos^2 x', '1'], ['x=3', '3'], ['3', 'x = 3'], ['f(2) = 3', '3'],
    ['3+1=4', '4'], ['y = 3 - 2x', '2x + y = 3'], ['x > 3', '3 < x'], ['x \\ge 3', 'x ≥ 3'],
    ['1, 2', '2, 1'], ['\\{1,2\\}', '\\{2, 1\\}'], ['1 and 2', '1,2'], ['(1, 2)', '(1,2)'], ['(1,2)', '1, 2'],
    ['\\left(\\frac12, 3\\right)', '(0.5,3)'], ['[0, \\infty)', '[0,∞)'], ['\\pm 3', '3, -3'],
    ['(-\\infty,0)\\cup(1,2)', '(1,2) \\cup (-\\infty, 0)'], ['x = 1, x = 2', '\\{1, 2\\}'],
    ['A red circle.', 'red circle'], ['\\text{Red}', 'red'], ['Yes, there are.', 'yes'], ['\\emptyset', '∅'],
    ['\\boxed{7}', '7'], ['7', '\\boxed{7}'], ['(3)', '3'], ['{3}', '3'], ['3.', '3'], ['１２', '12'],
    ['\\angle ABC = 40^\\circ', '40'], ['12345678901234567890', '12345678901234567890.'],
  ])('%s is %s', (answer, gold) => {
    expect(right(answer, gold)).toBe(true);
  }); // prettier-ignore
});

describe('answers that differ', () => {
  it.each([
    ['4', '5'], ['4', '-4'], ['1,000', '1'], ['2.45', '2.5'], ['1000.5', '1000'], ['0.5', '50'], ['5 cm', '5 m'],
    ['3 circles', '3 squares'], ['3 or 4', '3'], ['3 and a half', '3'], ['99/70', '\\sqrt{2}'], ['x+1=4', '4'],
    ['(1,2)', '(2,1)'], ['[1,2]', '(1,2)'], ['[1,2)', '(1,2]'], ['1, 2', '1'], ['1, 1', '1, 2'], ['x > 3', 'x < 3'],
    ['x=3', 'y=3'], ['x+1', 'x+2'], ['', '4'], ['no', 'on'], ['dog', 'god'], ['not red', 'red'], ['None', '4'],
    ['12345678901234567890', '12345678901234567891'], ['x', 'y'], ['1/0', '5'], ['3 4', '12'], ['3 4', '7'],
    ['no and yes', 'yes'], ['1.2.3', '1.2'], ['2^3', '6'], ['a', 'b'],
  ])('%s is not %s', (answer, gold) => {
    expect(right(answer, gold)).toBe(false);
  }); // prettier-ignore
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
