import fc from 'fast-check';
import { expect, test } from 'vitest';
import { nextRow, sampleRequestOf, sampleUriParts } from '../../../src/extension/preview/sample-uri';

test('an address says what it shows', () => {
  const text = fc.string({ unit: 'grapheme' });
  fc.assert(
    fc.property(text, text, fc.option(text, { nil: undefined }), text, (root, file, stage, title) => {
      const request = { root, file, ...(stage === undefined ? {} : { stage }), row: '12' };
      const { path, query } = sampleUriParts(request, title);
      expect(sampleRequestOf(query)).toEqual(request);
      expect(path).toMatch(/^\/[^/\\?#\p{Cc}]+\.txt$/u);
    }),
  );
});

test('an answer that a model was given instead is no part of the address', () => {
  expect(sampleUriParts({ root: '/w', file: '/w/a', response: 'x' }, 't').query).not.toMatch(/response/);
});

test.each(['', '{', '[]', 'null', '7', '{"root":1,"file":"a"}', '{"root":"/w"}'])(
  '%s is no address of ours',
  (query) => {
    expect(sampleRequestOf(query)).toBeUndefined();
  },
);

test('the row behind a row', () => {
  expect(nextRow(undefined)).toBe('2');
  expect(nextRow('1')).toBe('2');
  expect(nextRow('99')).toBe('100');
  expect(nextRow('pictures:12')).toBe('pictures:13');
  expect(nextRow('v1-0003')).toBeUndefined();
  expect(nextRow('a')).toBeUndefined();
});
