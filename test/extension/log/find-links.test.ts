import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { findLinks, OWN_LINE, type FoundLink } from '../../../src/extension/log/find-links';
import { ends } from '../../fixtures/hang';

/** The words of each link, with what it leads to. */
const links = (line: string) =>
  findLinks(line).map(({ start, length, ...rest }) => ({
    words: line.slice(start, start + length),
    ...rest,
  }));

describe('files', () => {
  test('tracebacks of Python, behind the prefix of a worker too', () => {
    expect(links('(WorkerDict pid=12)   File "/w/rewards/math.py", line 12, in compute_score')).toEqual([
      { words: '"/w/rewards/math.py", line 12', kind: 'file', path: '/w/rewards/math.py', line: 12 },
    ]);
    expect(links('  File "my rewards/a b.py", line 3')[0]).toMatchObject({
      path: 'my rewards/a b.py',
      line: 3,
    });
  });

  test('places, with and without a column', () => {
    expect(links('rewards/math.py:12: DeprecationWarning')).toEqual([
      { words: 'rewards/math.py:12', kind: 'file', path: 'rewards/math.py', line: 12 },
    ]);
    expect(links('at ./a/b.ts:3:14)')[0]).toMatchObject({ path: './a/b.ts', line: 3, column: 14 });
    expect(links(String.raw`C:\w\train.py:7`)[0]).toMatchObject({ path: String.raw`C:\w\train.py`, line: 7 });
    expect(links('a.jsonl:1 and b.jsonl:2').map(({ words }) => words)).toEqual(['a.jsonl:1', 'b.jsonl:2']);
  });

  test('a row of a data file is a line of it', () => {
    expect(links('Row 12 of /w/my data/train.jsonl: the image x.png cannot be used')).toEqual([
      { words: 'Row 12 of /w/my data/train.jsonl', kind: 'file', path: '/w/my data/train.jsonl', line: 12 },
    ]);
  });

  test('addresses, times and metrics are none', () => {
    for (const line of [
      'connected to 127.0.0.1:8000',
      'localhost:6379',
      '2026-11-22 10:11:12.345 INFO',
      'step 3/20  reward 0.25  kl 0.001',
      'https://host.example:8080/x',
    ])
      expect(links(line)).toEqual([]);
  });
});

describe('rows', () => {
  test('by id, and by number', () => {
    expect(links('The image /w/a.png (row v1-0003) cannot be read')).toEqual([
      { words: 'row v1-0003', kind: 'row', row: 'v1-0003' },
    ]);
    expect(links('row pictures:12, and row 7.').map((link) => 'row' in link && link.row)).toEqual([
      'pictures:12',
      '7',
    ]);
  });

  test('other words behind `row` are none', () => {
    expect(links('a row of numbers; every row has an answer')).toEqual([]);
  });
});

test('known failures only in lines of our own', () => {
  expect(links(`${OWN_LINE} F37 (see, step 4): the reward is flat`)).toEqual([
    { words: 'F37', kind: 'finding', id: 'F37' },
  ]);
  expect(links('F37: the reward is flat')).toEqual([]);
});

const disjoint = (found: readonly FoundLink[]): boolean =>
  found.every((link, i) => i === 0 || (found[i - 1]?.start ?? 0) + (found[i - 1]?.length ?? 0) <= link.start);

test('any line: links lie in it, in order and apart', () => {
  const piece = fc.oneof(
    fc.constantFrom(
      'File "',
      '", line 3',
      'row 1',
      'Row 2 of ',
      'a/b.py:',
      '12',
      ':',
      ' ',
      '../',
      '/',
      'F12',
      OWN_LINE,
      '"',
    ),
    fc.string({ maxLength: 8 }),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
      const line = pieces.join('');
      const found = findLinks(line);
      expect(disjoint(found)).toBe(true);
      for (const { start, length } of found)
        expect(start >= 0 && length > 0 && start + length <= line.length).toBe(true);
    }),
    { numRuns: 2000 },
  );
});

test.each([
  ['slashes', '/'.repeat(1e6)],
  ['names', 'a.'.repeat(5e5)],
  ['folders', 'a/'.repeat(5e5)],
  ['rows', 'row '.repeat(2e5)],
  ['rows of', 'Row 1 of '.repeat(1e5)],
  ['quotes', '"'.repeat(1e6)],
  ['digits', '1:'.repeat(5e5)],
])('a line of a megabyte of %s is looked at to its end', (_, line) => {
  ends(() => findLinks(line));
});
