import { describe, expect, test } from 'vitest';
import {
  asked,
  columnsKey,
  columnsOf,
  fitting,
  inOrder,
  isEnough,
} from '../../../src/extension/import/roles';

describe('what columns mean', () => {
  test('is enough where a row can be judged', () => {
    expect(isEnough({ response: 'r', answer: 'a' })).toBe(true);
    expect(isEnough({ correct: 'hit' })).toBe(true);
    expect(isEnough({ response: 'r', question: 'q' })).toBe(false);
    expect(isEnough({})).toBe(false);
  });

  test('is asked for what is missing, the most needed first', () => {
    expect(asked({})).toEqual(['response', 'answer', 'question', 'correct']);
    expect(asked({ response: 'r', answer: 'a' })).toEqual(['question']);
    expect(asked({ response: 'r' })).toEqual(['answer', 'question', 'correct']);
  });

  test('what was kept or suggested holds for columns that are there', () => {
    expect(fitting({ response: 'pred', answer: 'gone', bogus: 'pred', id: 3 }, ['pred', 'id'])).toEqual({
      response: 'pred',
    });
    expect(fitting(null, ['pred'])).toEqual({});
  });

  test('tables with the same columns are one, in any order; a comma in a name makes no other', () => {
    expect(columnsKey(['a', 'b'])).toBe(columnsKey(['b', 'a']));
    expect(columnsKey(['a', 'b'])).not.toBe(columnsKey(['a,b']));
    expect(columnsKey(['a\0b'])).toHaveLength(32);
    expect(columnsOf([{ columns: ['b', 'a'] }, {}, { columns: ['a', 'c'] }])).toEqual(['b', 'a', 'c']);
  });

  test('columns for a role: the suggested one first, those with another role last', () => {
    const mapping = { response: 'pred', answer: 'gold' };
    expect(inOrder(['id', 'gold', 'pred'], mapping, 'response')).toEqual(['pred', 'id', 'gold']);
    expect(inOrder(['id', 'gold', 'pred'], mapping, 'question')).toEqual(['id', 'gold', 'pred']);
  });
});
