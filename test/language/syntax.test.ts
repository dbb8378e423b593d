import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { check, codes, curriculum, lines, MAIN, pointed, THREE } from './helpers';
import { checkCurriculum } from '../../src/language';

const fine = curriculum(THREE);

describe('a text that is YAML', () => {
  it('may have CRLF, a byte order mark, comments and any script', () => {
    const text = `\uFEFF# Übung 𝔘\n${curriculum('  - { id: see, data: [shapes, sums, scenes], where: "name = \'日本𝔘\'" }')}`;
    for (const variant of [text, text.replaceAll('\n', '\r\n')]) {
      const found = check(variant);
      expect(lines(found)).toEqual([]);
      expect(found.curriculum?.stages[0]?.where).toBe("name = '日本𝔘'");
      expect(found.files[0]?.text.startsWith('#')).toBe(true);
    }
  });

  it('places a problem right behind characters of two units and in CRLF text', () => {
    const text = fine.replace('id: both', 'id: both, where: "𝔘𝔘" , lr: 1').replaceAll('\n', '\r\n');
    const found = check(text);
    expect(codes(found)).toEqual(['SC110']);
    expect(pointed(text, found.problems[0]!.place)).toBe('lr');
    expect(found.problems[0]!.place.range!.start.column).toBe(text.split('\r\n')[8]!.indexOf('lr:'));
  });

  it('may repeat itself with anchors and merge keys', () => {
    const found = check(
      curriculum(`  - &a { id: see, data: [shapes, sums], epochs: 3, freeze: &f [vision] }
  - { <<: *a, id: think, kl: 0 }
  - { <<: [{ kl: 0.5, epochs: 1 }, *a], id: both, data: scenes, freeze: *f }`),
    );
    expect(lines(found)).toEqual([]);
    expect(found.curriculum?.stages.map(({ settings }) => settings)).toEqual([
      { epochs: 3, freeze: ['vision'] },
      { epochs: 3, freeze: ['vision'], kl: 0 },
      { epochs: 1, freeze: ['vision'], kl: 0.5 },
    ]);
  });

  it('points to the anchor for a problem in what an alias repeats', () => {
    const text = curriculum(`  - { id: see, data: shapes, epochs: &n -3 }
  - { id: think, data: [sums, scenes], epochs: *n }`);
    const found = check(text);
    expect(codes(found)).toEqual(['SC112']);
    expect(pointed(text, found.problems[0]!.place)).toBe('-3');
  });

  it('keeps keys that are names of object members plain', () => {
    const found = check(
      curriculum(THREE, 'defaults: { engine_options: { __proto__: 1, constructor.x: 2 } }'),
    );
    expect(lines(found)).toEqual([]);
    expect(Object.entries(found.curriculum?.stages[0]?.engineOptions ?? {})).toEqual([
      ['__proto__', 1],
      ['constructor.x', 2],
    ]);
    expect(lines(check(`${fine}toString: 1\n__proto__: { x: 1 }`))).toEqual([
      '10:1 SC110 Unknown key `toString`',
      '11:1 SC110 Unknown key `__proto__`',
    ]);
  });
});

describe('a text that is not (yet) YAML', () => {
  const cases: readonly (readonly [name: string, text: string, ...problems: string[]])[] = [
    ['empty', '', '1:1 SC107 The file is empty'],
    ['only a comment', '# soon\n', '1:1 SC107 The file is empty'],
    [
      'a word',
      'curricu',
      '1:1 SC111 the curriculum must be a mapping of keys to values, but is the text `curricu`',
    ],
    ['two documents', `${fine}---\nname: second\n`, '10:1 SC106 A second document starts here'],
    [
      'a key without colon',
      fine.replace('stages:', 'model\nstages:'),
      '6:1 SC119 This key has no colon behind it',
    ],
    ['a key without value', `${fine}model:\n`, '10:1 SC114 `model` has no value'],
    ['a duplicate key', `${fine}name: a\nname: b\n`, '11:1 SC105 `name` stands twice in this mapping'],
    ['an unknown alias', `${fine}name: *nmae\n`, '10:7 SC108 No anchor `&nmae` stands before this alias'],
    [
      'an alias inside itself',
      `${fine}defaults: &d { engine_options: { x: *d } }\n`,
      '10:37 SC108 The alias `*d` stands inside its own anchor',
    ],
    ['an open bracket', `${fine}folders: [a, b\n`, '10:10 SC103 This bracket is never closed'],
    ['an open quote', `${fine}name: "abc\n`, '10:7 SC103 This quote is never closed'],
    ['a stray bracket', `${fine}folders: []]\n`, '10:12 SC101 This bracket closes nothing'],
    ['a list as key', `${fine}[a]: 1\n`, '10:1 SC117 A list cannot be a key'],
    ['a tag', `${fine}name: !env HOME\n`, '10:7 SC116 This tag has no meaning here and is ignored'],
    [
      'a merge of a word',
      `${fine}defaults: { <<: word }\n`,
      '10:13 SC115 `<<` merges mappings, but its value is none',
    ],
    [
      'a wrong indentation',
      `${fine}schedule:\n    capability: staged\n  difficulty: nnoe\n`,
      '12:1 SC104 The indentation of this line does not fit the lines before',
      '12:3 SC110 Unknown key `difficulty`',
    ],
  ];
  it.each(cases)('%s', (_name, text, ...problems) => {
    expect(lines(check(text))).toEqual(problems);
  });

  it('is read on through tabs, whatever width they were typed for', () => {
    const tabbed = fine.replaceAll('\n  ', '\n\t');
    const found = check(tabbed.replace('data: sums', 'data: smus'));
    expect(lines(found)).toEqual([
      '3:1 SC102 A tab cannot be used as indentation; 6 lines have one',
      '8:23 SC201 Unknown dataset `smus`',
    ]);
    const mixed = `${fine}schedule:\n    capability: staged\n\tdifficulty: esay-to-hard\n`;
    expect(lines(check(mixed))).toEqual([
      '12:1 SC102 A tab cannot be used as indentation',
      '12:14 SC112 `difficulty` cannot be `esay-to-hard`',
    ]);
  });

  it('still yields everything else, wherever it is broken off', () => {
    const text = curriculum(`  - { id: see, data: shapes }
  - id: think
    data: sums
    epo
  - { id: both, data: scene }`);
    const found = check(text);
    expect(found.curriculum?.stages.map(({ id }) => id)).toEqual(['see', 'think', 'both']);
    expect([...codes(found)].sort()).toEqual(['SC119', 'SC201']);
  });
});

describe('a file', () => {
  const folder = mkdtempSync(join(tmpdir(), 'stagecraft-language-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  it('that is not there, no file, or not UTF-8, is said to be so', () => {
    const utf16 = join(folder, 'utf16.curriculum.yaml');
    writeFileSync(utf16, Buffer.from(`\uFEFF${fine}`, 'utf16le'));
    for (const path of [MAIN, folder, utf16]) {
      const found = checkCurriculum(path);
      expect(lines(found)).toEqual(['1:1 SC100 The file cannot be read']);
      expect(found.curriculum).toBeUndefined();
    }
  });

  it('is read from the disk, byte order mark or not', () => {
    const path = join(folder, 'fine.curriculum.yaml');
    writeFileSync(path, `\uFEFF${fine}`);
    const found = checkCurriculum(path);
    expect(lines(found)).toEqual([]);
    expect(found.curriculum?.name).toBe('fine');
  });

  it('with hundreds of slips lists the first of them', () => {
    const found = check(`${fine}${'name: [a b: c: d]]\n'.repeat(200)}`);
    expect(codes(found).filter((code) => code === 'SC120')).toHaveLength(1);
  });
});
