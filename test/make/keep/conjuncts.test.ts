import { expect, it } from 'vitest';
import { conjunctsOf } from '../../../src/make/keep';

it.each([
  ['a AND b and c', ['a', 'b', 'c']],
  ['(a AND (b AND NOT c))', ['a', 'b', 'NOT c']],
  ['a AND b OR c', ['a AND b OR c']],
  ['a AND (b OR c)', ['a', '(b OR c)']],
  ['x BETWEEN 1 AND 2 AND a', ['x BETWEEN 1 AND 2', 'a']],
  ['CASE WHEN a AND b THEN c END AND d', ['CASE WHEN a AND b THEN c END', 'd']],
  ["note = 'this AND that' AND a -- AND b", ["note = 'this AND that'", 'a']],
  ['"a AND b" AND f(a, b AND c)', ['"a AND b"', 'f(a, b AND c)']],
  ['(a) AND (b)', ['a', 'b']],
])('the parts of %s', (text, parts) => {
  expect(conjunctsOf(text).map((part) => part.replace(/^\((\w)\)$/u, '$1'))).toEqual(parts);
});
