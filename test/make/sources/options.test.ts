import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { optionsOf } from '../../../src/make/sources';
import { letterOf } from '../../../src/rewards';
import { ends } from '../../fixtures/hang';

describe('options of a row', () => {
  it('are cut off a question that lists them at its end', () => {
    const wanted = { question: 'Which colour?', options: ['red', 'blue', 'green'], answer: 'B' };
    for (const text of [
      'Which colour?\nA. red\nB. blue\nC. green',
      'Which colour?\n\nChoices:\n(A) red\n(B) blue\n(C) green\n',
      'Which colour?\r\nOptions:\r\nA) red\r\nB) blue\r\nC) green',
      'Which colour? (A) red (B) blue (C) green',
      'Which colour? Choices: (A) red (B) blue (C) green',
    ]) {
      expect(optionsOf(text, 'B', undefined), text).toEqual(wanted);
      expect(optionsOf(text, 'blue', undefined), text).toEqual(wanted);
      expect(optionsOf(text, 'B', ['red', 'blue', 'green']), text).toEqual(wanted);
      expect(optionsOf(text, '(B) blue', ['A. red', 'B. blue', 'C. green']), text).toEqual(wanted);
    }
  });

  it('stay in a question that goes on behind them', () => {
    const question = 'Which?\nA. red\nB. blue\nAnswer with the letter.';
    expect(optionsOf(question, 'A', undefined)).toEqual({ question, options: ['red', 'blue'], answer: 'A' });
  });

  it('are not read out of prose', () => {
    for (const [question, answer] of [
      ['A man. B is his friend. Who is he?', 'B'],
      ['Triangle (A) touches (B) twice. What is the area?', '12'],
      ['See the figure.\nA. B. Smith drew it. How many are there?', '3'],
      ['List:\nA. one\nC. three\nWhich letter is missing?', 'B'],
      ['Points:\nB. left\nC. right', 'B'],
    ] as const) {
      expect(optionsOf(question, answer, undefined)).toEqual({ question, options: [], answer });
    }
  });

  it('are those of the column when the question lists others', () => {
    const question = 'Steps:\nA. heat\nB. cool\nWhich end is hot?';
    expect(optionsOf(question, 'left', ['left', 'right'])).toEqual({
      question,
      options: ['left', 'right'],
      answer: 'A',
    });
    expect(optionsOf('Which?', 'up', ['left', 'right'])).toBeUndefined();
  });

  it('come back from any list of them', () => {
    const word = fc.stringMatching(/^[a-z]{3,9}( [a-z]{2,8}){0,3}$/);
    fc.assert(
      fc.property(
        fc.uniqueArray(word, { minLength: 2, maxLength: 6 }),
        fc.nat(5),
        fc.constantFrom('.', ')', ':'),
        (options, right, sign) => {
          const at = right % options.length;
          const text = options.map((option, i) => `${letterOf(i)}${sign} ${option}`).join('\n');
          const asked = optionsOf(`What is it?\n${text}`, letterOf(at), undefined);
          expect(asked).toEqual({ question: 'What is it?', options, answer: letterOf(at) });
        },
      ),
    );
  });

  it('take no time to look for in hostile text', () => {
    for (const text of [
      '(A) '.repeat(200_000),
      'A. '.repeat(200_000),
      '(A)(B)'.repeat(12_000),
      '\nA. x'.repeat(20_000),
    ])
      ends(() => optionsOf(text, 'A', undefined), text.slice(0, 8));
  });
});
