import fc from 'fast-check';
import { expect, test } from 'vitest';
import { wrapped } from '../../src/extension/look-ahead/wrap';

const word = fc.string({ minLength: 1, maxLength: 40 }).filter((text) => !/\s/.test(text));

test('a line of a pre-flight is broken between words, so that half a window shows all of it', () => {
  fc.assert(
    fc.property(fc.array(word, { minLength: 1, maxLength: 60 }), fc.nat(20), (words, columns) => {
      const indent = ' '.repeat(columns);
      const lines = wrapped(words.join(' '), indent);
      for (const line of lines) {
        expect(line.startsWith(indent)).toBe(true);
        expect(line.length).toBeLessThanOrEqual(100);
      }
      expect(lines.map((line) => line.slice(columns)).join(' ')).toBe(words.join(' '));
    }),
    { numRuns: 100 },
  );
});

test('a word that is longer than a line, such as a path, stays whole', () => {
  const path = `/a/${'very/'.repeat(40)}long.yaml:4:9`;
  expect(wrapped(`see ${path} there`, '  ')).toEqual(['  see', `  ${path}`, '  there']);
});
