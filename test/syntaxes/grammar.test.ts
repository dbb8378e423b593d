import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { IGrammar } from 'vscode-textmate';
import { beforeAll, describe, expect, it } from 'vitest';
import { curriculumGrammar } from '../../scripts/syntaxes/grammar';
import { packageRoot } from '../../src/protocol';
import { coloured, loadGrammar } from './colours';

let grammar: IGrammar;
beforeAll(async () => {
  grammar = await loadGrammar();
});
const KEY = 'entity.name.tag';
/** Without keys and punctuation, which every line has. */
const words = (text: string): string[] =>
  coloured(grammar, text).filter((one) => !/: (?:entity\.name\.tag|punctuation|meta)/.test(one));

describe('the TextMate grammar', () => {
  it('is what the tables say; `npm run syntaxes` rewrites it', () => {
    const written: unknown = JSON.parse(
      readFileSync(join(packageRoot(), 'syntaxes', 'curriculum.tmLanguage.json'), 'utf8'),
    );
    expect(written).toEqual(JSON.parse(JSON.stringify(curriculumGrammar())));
  });

  it('tells keys of the language from names of the user and keys of an engine', () => {
    expect(
      coloured(
        grammar,
        'datasets:\n  docci: { train: a }\n  "x y": { trian: b }\nengine_options:\n  worker.n: 2\n  flag: 1',
      )
        .filter((one) => !one.includes('punctuation'))
        .map((one) => one.replace('string.unquoted.', '')),
    ).toEqual([
      `datasets: ${KEY}`,
      'docci: variable.other.key',
      `train: ${KEY}`,
      'a: plain',
      '"x y": variable.other.key',
      'trian: variable.other.key',
      'b: plain',
      `engine_options: ${KEY}`,
      'worker.n: support.variable.engine-key',
      '2: constant.numeric',
      'flag: support.variable.engine-key',
      '1: constant.numeric',
    ]);
  });

  it('ends the keys of an engine where they end', () => {
    expect(coloured(grammar, '  engine_options:\n    a.b: 1\n\n  # c\n  epochs: 2').at(-3)).toBe(
      `epochs: ${KEY}`,
    );
    expect(coloured(grammar, '  engine_options:\n    a: 1\n  mine: 2').at(-3)).toBe(
      'mine: variable.other.key',
    );
  });

  const CONDITION = ['pass_rate: variable.other.column', '<: keyword.operator', '1: constant.numeric'];
  it.each([
    ['plain', 'where: pass_rate < 1'],
    ['behind a dash', '  - where: pass_rate < 1'],
    ['double quoted', 'where: "pass_rate < 1"'],
    ['single quoted', "where: 'pass_rate < 1'"],
    ['in braces', '- { id, where: pass_rate < 1, id }'],
    ['quoted in braces', '- { where: "pass_rate < 1" }'],
    ['on the next line', 'where:\n  pass_rate < 1\n'],
    ['over lines', '  where: pass_rate\n      < 1'],
    ['as a block text', 'where: |-\n  pass_rate\n\n  < 1'],
    ['as a block text behind a dash', '- where: >\n    pass_rate\n    < 1\n  prompt:'],
  ])('colours a condition %s', (_, text) => {
    expect(
      words(text).filter((one) => !/: (?:keyword\.control|string|variable\.other\.key)/.test(one)),
    ).toEqual(CONDITION);
  });

  it('knows functions, keywords, texts, comments and types of conditions', () => {
    expect(
      words("where: Len(x) = 1 or evil(y) IN ('a''b', \"c d\") AND CAST(z AS INTEGER) IS NOT NULL -- e"),
    ).toEqual([
      'Len: support.function',
      'x: variable.other.column',
      '=: keyword.operator',
      '1: constant.numeric',
      'or: keyword.operator.word',
      'evil: variable.other.column',
      'y: variable.other.column',
      'IN: keyword.operator.word',
      "'a''b': string.quoted.single",
      '"c d": variable.other.column',
      'AND: keyword.operator.word',
      'CAST: keyword.operator.word',
      'z: variable.other.column',
      'AS: keyword.operator.word',
      'INTEGER: storage.type',
      'IS: keyword.operator.word',
      'NOT: keyword.operator.word',
      'NULL: keyword.operator.word',
      '-- e: comment.line.double-dash',
    ]);
    expect(words("where: 'x = ''a b'''\nname: c").slice(2)).toEqual([
      "''a b'': string.quoted.single",
      'c: string.unquoted.plain',
    ]);
  });

  it('colours metrics, and only them, in `until`', () => {
    expect(words('until: val_accuracy >= .62 AND val_acuracy > 1')).toEqual([
      'val_accuracy: variable.other.metric',
      '>=: keyword.operator',
      '.62: constant.numeric',
      'AND: keyword.operator.word',
      '>: keyword.operator',
      '1: constant.numeric',
    ]);
  });

  it('ends a condition where the entry ends', () => {
    for (const text of [
      'where: a\nname: where',
      'where: |\n  a\nname: where',
      '- where: |\n    a\n  name: where',
      '- { where: a }\nname: where',
    ])
      expect(words(text).at(-1), text).toBe('where: string.unquoted.plain');
  });

  it('does not take a `#` of a text for a comment, nor words of a text for values', () => {
    expect(words('a: x#y # z')).toEqual([
      'a: variable.other.key',
      'x#y: string.unquoted.plain',
      '# z: comment.line.number-sign',
    ]);
    expect(words('a: |\n  # no: comment\n  1\nb: it is true')).toEqual([
      '|: keyword.control.block',
      '# no: comment: string.unquoted.block',
      '1: string.unquoted.block',
      'b: variable.other.key',
      'it is true: string.unquoted.plain',
    ]);
    expect(words('a: http://x:80/#y')).toEqual([
      'a: variable.other.key',
      'http://x:80/#y: string.unquoted.plain',
    ]);
  });

  it('knows the values that YAML and the language name', () => {
    expect(words('freeze: [true, ~, 1e-6, -3, 0x1F, qwen3-vl-8b, easy-to-hard, 2024-01-01, a b]')).toEqual([
      'true: constant.language',
      '~: constant.language',
      '1e-6: constant.numeric',
      '-3: constant.numeric',
      '0x1F: constant.numeric',
      'qwen3-vl-8b: support.constant',
      'easy-to-hard: support.constant',
      '2024-01-01: string.unquoted.plain',
      'a b: string.unquoted.plain',
    ]);
  });

  it('knows anchors, aliases, merge keys, tags and escapes', () => {
    expect(words('a: &x { <<: *y, b: !t "q\\n" }\n---')).toEqual([
      'a: variable.other.key',
      'x: entity.name.type.anchor',
      '<<: keyword.operator.merge',
      'y: variable.other.alias',
      'b: variable.other.key',
      '!t: storage.type.tag',
      '": string.quoted.double',
      'q: string.quoted.double',
      '\\n: constant.character.escape',
      '": string.quoted.double',
      '---: entity.other.document',
    ]);
  });

  it('colours the example: every key, every condition, every comment', () => {
    const text = readFileSync(join(packageRoot(), 'examples/shape-math/shape-math.curriculum.yaml'), 'utf8');
    const found = coloured(grammar, text);
    const count = (scope: string): number => found.filter((one) => one.endsWith(`: ${scope}`)).length;
    expect(count('variable.other.column')).toBe(5);
    expect(count('variable.other.metric')).toBe(2);
    expect(count('comment.line.number-sign')).toBe(
      text.split('\n').filter((line) => /(?:^|\s)#/.test(line)).length,
    );
    const own = found.filter((one) => one.endsWith(': variable.other.key')).map((one) => one.split(':')[0]);
    expect(own).toEqual(['pictures', 'sums', 'picture-sums', 'merged', 'ordered', 'reversed', 'hard-first']);
  });
});
