import fc from 'fast-check';
import { SaxesParser } from 'saxes';
import { expect, test } from 'vitest';
import type { AuditRate } from '../../../src/protocol/audit';
import { figureSvg } from '../../../webview/audit/multiples/figure';
import { pWords, rateWords, shareWords } from '../../../webview/audit/parts/rate';

const rate: AuditRate = {
  k: 358,
  n: 412,
  value: 358 / 412,
  low: 0.833,
  high: 0.898,
  method: 'Wilson 95 %',
  of: 'failures',
  excluded: [{ reason: 'no image', n: 3 }],
};

/** Names of elements and attributes of an SVG text; throws when it is not well formed. */
function namesOf(svg: string): { readonly elements: Set<string>; readonly attributes: Set<string> } {
  const elements = new Set<string>();
  const attributes = new Set<string>();
  const parser = new SaxesParser();
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('opentag', ({ name, attributes: given }) => {
    elements.add(name);
    for (const key of Object.keys(given)) attributes.add(key);
  });
  parser.write(svg).close();
  return { elements, attributes };
}

test('a rate is never printed without its interval and n', () => {
  expect(shareWords(rate)).toBe('86.9 % [83.3, 89.8]');
  expect(rateWords(rate)).toBe(
    '86.9 % [83.3, 89.8], 358 of 412 failures (Wilson 95 %; excluded: 3 no image)',
  );
  expect(shareWords({ ...rate, n: 0, value: NaN })).toBe('none to count');
});

test('p values', () => {
  expect([0.00001, 0.0312, 1].map(pWords)).toEqual(['p < 0.001', 'p = 0.031', 'p = 1']);
});

test('a figure as a file holds shapes and text, whatever its names are', () => {
  const shapes = ['svg', 'title', 'rect', 'text', 'line', 'path', 'circle'];
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (title, name) => {
      const svg = figureSvg({ title, note: name, rows: [{ name, rate }, { name: title }] });
      const { elements, attributes } = namesOf(svg);
      expect([...elements].filter((element) => !shapes.includes(element))).toEqual([]);
      expect([...attributes].filter((key) => /^on|href|style/.test(key))).toEqual([]);
    }),
  );
});

test('a figure says share, interval and n, and where nothing was said', () => {
  const svg = figureSvg({
    title: 'Perception & more',
    note: 'judge',
    rows: [{ name: '<script>alert(1)</script>', rate }, { name: 'POPE' }],
  });
  expect(svg).toContain('86.9 % [83.3, 89.8], n 412');
  expect(svg).toContain('no verdicts');
  expect(svg).toContain('Perception &amp; more');
  expect(svg).not.toContain('<script');
});
