import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { TextEdit } from 'vscode-languageserver-types';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { formatDocument, formatRange } from '../../../src/service/format';
import { snapshotOf } from '../snapshot';

const OPTIONS = { tabSize: 2, insertSpaces: true };
const apply = (text: string, edits: TextEdit[]): string =>
  TextDocument.applyEdits(TextDocument.create('file:///x', 'curriculum', 1, text), edits);
const format = (text: string, options = OPTIONS): string =>
  apply(text, formatDocument(snapshotOf(text), options));

describe('formatting', () => {
  it('leaves the examples as they are', () => {
    for (const file of [
      'examples/shape-math/shape-math.curriculum.yaml',
      'examples/published-schema/rehearsal.curriculum.yaml',
    ]) {
      const text = readFileSync(file, 'utf8').replaceAll('\r\n', '\n');
      expect(formatDocument(snapshotOf(text), OPTIONS)).toEqual([]);
    }
  });

  it('gives blocks one indentation, lists theirs, and comments that of what they stand with', () => {
    expect(
      format(`datasets:
    # of docci
    docci:
        train:   a.jsonl
        # the last of docci

 # of stages
stages:
- id: see
  data: docci
  # the last of see
-   id: think
    where: a <
           b
`),
    ).toBe(`datasets:
  # of docci
  docci:
    train: a.jsonl
    # the last of docci

# of stages
stages:
  - id: see
    data: docci
    # the last of see
  - id: think
    where: a <
           b
`);
  });

  it('spaces braces, brackets, commas and colons, on one line and on several', () => {
    expect(format('a : {b: [ 1,2 ],"c":3 ,  d: { }, e: [ ]}\nf: [ {x: 1},\n   y,\n ]')).toBe(
      'a: { b: [1, 2], "c": 3, d: {}, e: [] }\nf: [{ x: 1 },\n  y,\n]\n',
    );
  });

  it('keeps the words of texts, their quotes and their blanks', () => {
    const text = `a: "x:1,  {y}"
b: 'it''s  [a,b]'
c: |+
      one${'  '}

        two


d: >-2
    three
e: 1e-6 # why
f: &n {x: *n }
`;
    expect(format(text)).toBe(`a: "x:1,  {y}"
b: 'it''s  [a,b]'
c: |+
  one${'  '}

    two


d: >-2
    three
e: 1e-6 # why
f: &n { x: *n }
`);
  });

  it('leaves one blank line where there were several, none at the ends, and ends the last line', () => {
    expect(format('\n\na: 1   \n\n\n\nb: 2\n \n')).toBe('a: 1\n\nb: 2\n');
    expect(format('a: 1')).toBe('a: 1\n');
    expect(format('')).toBe('');
  });

  it('keeps the line ends of Windows', () => {
    expect(format('a:\r\n    b:  1\r\n\r\n\r\n    c: |\r\n        x\r\nd: 2')).toBe(
      'a:\r\n  b: 1\r\n\r\n  c: |\r\n    x\r\nd: 2\r\n',
    );
  });

  it('takes the width of the editor, but never tabs', () => {
    expect(format('a:\n b:\n  - c: 1\n', { tabSize: 4, insertSpaces: true })).toBe(
      'a:\n    b:\n        - c: 1\n',
    );
    expect(format('a:\n b: 1\n', { tabSize: 4, insertSpaces: false })).toBe('a:\n  b: 1\n');
  });

  it('leaves a text with syntax errors alone', () => {
    for (const text of [
      'a:   [1\nb: 2\n',
      'a:   "x\n',
      'a:\n\tb:   1\n',
      'a:   1\n b: 2\n',
      'a:   1\n---\nb: 2\n',
    ])
      expect(formatDocument(snapshotOf(text), OPTIONS), text).toEqual([]);
  });

  it('edits only what changes in a line', () => {
    expect(formatDocument(snapshotOf('a: 1\nb:  [1, 2]\nc: 3\n\n\nd: 4\n'), OPTIONS)).toEqual([
      { range: { start: { line: 1, character: 3 }, end: { line: 1, character: 4 } }, newText: '' },
      { range: { start: { line: 4, character: 0 }, end: { line: 5, character: 0 } }, newText: '' },
    ]);
  });
});

describe('formatting a range', () => {
  const text = 'a:\n    b:   1\n    c:   2\nd:   3\n';
  const range = (from: number, to: number, end = 0) => ({
    start: { line: from, character: 0 },
    end: { line: to, character: end },
  });
  const formatOf = (from: number, to: number, end = 0): string =>
    apply(text, formatRange(snapshotOf(text), range(from, to, end), OPTIONS));

  it('changes the lines of the range alone', () => {
    expect(formatOf(3, 3, 2)).toBe('a:\n    b:   1\n    c:   2\nd: 3\n');
    expect(formatOf(1, 3)).toBe('a:\n  b: 1\n  c: 2\nd:   3\n');
  });

  it('takes in the rest of an entry that would otherwise fall apart', () => {
    expect(formatOf(1, 1, 3)).toBe('a:\n  b: 1\n  c: 2\nd:   3\n');
  });
});
