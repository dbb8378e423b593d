import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { outcomeOf } from '../../../src/make/answer';
import { ends } from '../../fixtures/hang';

const OPTIONS = ['a red ball', 'a blue cube', 'a green cone', 'a yellow ring'];
const choice = (text: string, answer = 'D', truncated = false) =>
  outcomeOf({ options: OPTIONS, answer }, { text, truncated });
const open = (text: string, answer: string, truncated = false) =>
  outcomeOf({ options: [], answer }, { text, truncated });

describe('the letter of a reply', () => {
  it.each([
    // Defect D19: the published script reads B, A, C and A here.
    ['Please answer based on the image: D', 'D'],
    ['I see a dog, so the answer is D', 'D'],
    ['D', 'D'],
    ['(D)', 'D'],
    ['d', 'D'],
    ['D.', 'D'],
    ['D. a yellow ring', 'D'],
    ['D) a yellow ring, since it shines', 'D'],
    ['\\boxed{D}', 'D'],
    ['<answer>D</answer>', 'D'],
    ['The ball is red and the ring is yellow.\n\nAnswer: D', 'D'],
    ['Answer: **D**', 'D'],
    ['**Answer:** D', 'D'],
    ['**Answer:**\nD', 'D'],
    ['Answer: D. It is to the left of B.', 'D'],
    ['Answer: `D`', 'D'],
    ['The answer is (D).', 'D'],
    ['I choose D', 'D'],
    ['It must be D.', 'D'],
    ['D is correct.', 'D'],
    ['Option B looks plausible but the answer is D', 'D'],
    ['<think>A or B? No: D.</think>Answer: D', 'D'],
    // What is thought takes no part in it, however much it sounds like an answer.
    ['<think>A: no. Answer: A. Then C. Answer: C</think>\n\nAnswer: D', 'D'],
    ['<think>\\boxed{A}?</think> D', 'D'],
    ['答案：D', 'D'],
    ['La respuesta es D', 'D'],
    ['{"answer": "D"}', 'D'],
    ['A yellow ring.', 'D'],
    ['The object on the left is a yellow ring.', 'D'],
    ['Answer: a yellow ring', 'D'],
    ['A man holds it. Answer: D', 'D'],
    ['Answer: A. Actually, the answer: D', 'D'],
    ['Not A, not B and not C. Answer: D', 'D'],
  ])('%j is %s', (text, letter) => {
    expect(choice(text)).toEqual({ outcome: 'right', extracted: letter });
    expect(choice(text, 'B')).toEqual({ outcome: 'wrong', extracted: letter });
  });

  it.each([
    'Answer: cannot determine',
    'A man is holding C',
    'A man stands near a tree.',
    'I see a dog.',
    'The image shows B',
    'It says C in the image',
    'I cannot see any image.',
    'Sorry, I can’t help with that.',
    'I cannot determine it from the description. It could be A or B.',
    'A or B',
    'Both A and B',
    'Answer: A and B',
    'Answer: A\nAnswer: B',
    'Answer: A, no wait, B',
    '{"answer": "B"} {"answer": "C"} {"answer": "A"}',
    'Answer: E',
    'Answer: X',
    'Answer: X, where X is the letter of one option',
    'Answer: none of these',
    'Answer: C: a yellow ring',
    'Let me consider each option. A: no',
    '',
    '   \n ',
    '\\boxed{}',
    '<think>It is D, surely, but let me look again',
  ])('%j holds none', (text) => {
    expect(choice(text)).toEqual({ outcome: 'unparsable' });
  });

  it('is never read out of the words around an announcement', () => {
    const word = fc.constantFrom('A', 'a', 'I', 'man', 'dog', 'stands', 'near', 'the', 'tree', 'is', 'big');
    fc.assert(
      fc.property(fc.array(word, { maxLength: 30 }), fc.constantFrom('A', 'B', 'C', 'D'), (words, letter) => {
        const said = choice(`${words.join(' ')}.\n\nAnswer: ${letter}`);
        expect(said).toEqual({ outcome: letter === 'D' ? 'right' : 'wrong', extracted: letter });
      }),
    );
  });

  it('never comes of prose without any capital but articles and pronouns', () => {
    const word = fc.constantFrom('A man', 'I', 'see', 'stands', 'near', 'the', 'tree', 'a dog', 'and', 'big');
    fc.assert(
      fc.property(fc.array(word, { minLength: 2, maxLength: 30 }), (words) => {
        expect(choice(`${words.join(' ')} there.`)).toEqual({ outcome: 'unparsable' });
      }),
    );
  });
});

describe('a reply that was cut off', () => {
  it.each([
    ['Answer: D\nThis is so because the', 'right'],
    ['\\boxed{D} because', 'right'],
    ['D. a yellow ri', 'right'],
    ['Answer: D', 'unparsable'],
    ['Answer: A', 'unparsable'],
    ['The image shows D', 'unparsable'],
    ['Let me see. The ball is red. It could be a yellow ring, but', 'unparsable'],
    ['The options are A, B, C and D.\nThe ring', 'unparsable'],
    ['D', 'unparsable'],
  ])('%j is %s', (text, outcome) => {
    expect(choice(text, 'D', true).outcome).toBe(outcome);
  });

  it('has no number that the cut has shortened', () => {
    expect(open('There are 3 rows of 41, so 12', '12', true).outcome).toBe('unparsable');
    expect(open('Answer: 12\nSince there', '12', true)).toMatchObject({ outcome: 'right' });
    expect(open('so \\boxed{12}, whi', '12', true)).toMatchObject({ outcome: 'right' });
  });
});

describe('an open question', () => {
  it.each([
    ['There are three of them.\nAnswer: 3', '3', 'right'],
    ['Answer: 4', '3', 'wrong'],
    ['3', '3', 'right'],
    ['Answer: yes', 'yes', 'right'],
    ['No, there is not.', 'yes', 'wrong'],
    ['Answer: red', 'red', 'right'],
    ['Answer: Red.', 'red', 'right'],
    ['Answer: blue', 'red', 'wrong'],
    ['\\boxed{\\frac{1}{2}}', '\\frac12', 'right'],
    ['Answer: cannot be determined', 'red', 'unparsable'],
    ['I cannot see the image.', 'red', 'unparsable'],
    ['Answer: unknown', 'red', 'unparsable'],
    ['Answer: not visible', 'not visible', 'right'],
    ['I am not able to tell how many there are.', '3', 'unparsable'],
    ['', 'red', 'unparsable'],
  ])('%j for %j is %s', (text, gold, outcome) => {
    expect(open(text, gold).outcome).toBe(outcome);
  });
});

it('judges a megabyte of anything', () => {
  for (const text of [
    'A '.repeat(500_000),
    'Answer: '.repeat(125_000),
    '\\boxed{'.repeat(140_000),
    '答'.repeat(1e6),
  ]) {
    expect(ends(() => choice(text)).outcome).toBe('unparsable');
    ends(() => open(text, '3'));
  }
});
