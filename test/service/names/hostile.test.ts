import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { prepareRename, references, rename, uriOf, type Snapshot } from '../../../src/service';
import { edited } from '../actions/support';
import { snapshotOf } from '../snapshot';

const open = (text: string): Snapshot => snapshotOf(text, undefined, () => undefined);

/** The text after a rename at the `nth` place of a piece, or the reason against it. */
function renamed(text: string, piece: string, name: string, nth = 0): string {
  let offset = text.indexOf(piece);
  for (let i = 0; i < nth; i++) offset = text.indexOf(piece, offset + 1);
  if (offset < 0) throw new Error(piece);
  const snapshot = open(text);
  const result = rename(snapshot, offset, name);
  if (result.kind === 'refused') return result.reason;
  expect(Object.keys(result.edit.changes ?? {})).toEqual([snapshot.uri]);
  return edited(snapshot, result.edit.changes?.[snapshot.uri] ?? []);
}

const codesOf = (text: string): readonly string[] => open(text).checked.problems.map(({ code }) => code);

const TEXT = `curriculum: 1
# shapes and stages: see shapes
name: shapes
datasets:
  shapes: { capability: perception, train: shapes.jsonl, images: shapes } # shapes
  "stages": { capability: textual-reasoning, train: data/shapes }
stages:
  - id: 'see'
    data: [
      shapes,
      'stages', # shapes
      ]
    where: >-
      problem != 'shapes'
      AND answer <> 'see'
  - { id: stages, data: "shapes", from: see }
variants:
  see:
    stages:
      - stages
      - { id: "see",
          from: stages }
`;

describe('renames of hostile texts', () => {
  it('touch the name alone: no file, folder, title, comment or condition of the same text', () => {
    const expected = TEXT.replace('  shapes: {', '  forms: {')
      .replace('      shapes,', '      forms,')
      .replace('data: "shapes"', 'data: "forms"');
    for (const [piece, nth] of [
      ['  shapes: {', 0],
      ['      shapes,', 0],
      ['"shapes"', 0],
    ] as const) {
      const text = renamed(TEXT, piece.trim().replace('"', ''), 'forms', nth);
      // The first `shapes` of the text is in a comment.
      expect([expected, 'There is no name here that can be renamed.']).toContain(text);
    }
    expect(renamed(TEXT, 'shapes: {', 'forms')).toBe(expected);
    expect(renamed(TEXT, 'shapes,\n', 'forms')).toBe(expected);
    expect(renamed(TEXT, 'shapes", from', 'forms')).toBe(expected);
  });

  it('tell a dataset, a stage and a variant of one name apart, and all from the keys of the language', () => {
    expect(renamed(TEXT, 'stages": {', 'words')).toBe(
      TEXT.replace('"stages": {', '"words": {').replace("'stages', #", "'words', #"),
    );
    expect(renamed(TEXT, 'stages, data', 'last')).toBe(
      TEXT.replace('id: stages', 'id: last')
        .replace('- stages\n', '- last\n')
        .replace('from: stages', 'from: last'),
    );
    expect(renamed(TEXT, "see'\n    data", 'look')).toBe(
      TEXT.replace("id: 'see'", "id: 'look'")
        .replace('from: see', 'from: look')
        .replace('id: "see"', 'id: "look"'),
    );
    expect(renamed(TEXT, 'see:\n', 'other')).toBe(TEXT.replace('  see:\n', '  other:\n'));
  });

  it('are refused where there is no name: comments, conditions, paths, keys', () => {
    for (const piece of [
      'shapes and',
      "shapes'\n      AND",
      'shapes.jsonl',
      'stages:\n  - id',
      'datasets',
      'shapes }',
    ]) {
      expect(renamed(TEXT, piece, 'x')).toContain('no name here');
      expect(prepareRename(open(TEXT), TEXT.indexOf(piece))).toBeUndefined();
    }
  });

  it('keep CRLF, and places behind it', () => {
    const text = TEXT.replaceAll('\n', '\r\n');
    expect(renamed(text, 'shapes: {', 'forms')).toBe(
      renamed(TEXT, 'shapes: {', 'forms').replaceAll('\n', '\r\n'),
    );
  });

  it('name the same thing before and after, so that nothing new is wrong', () => {
    for (const [piece, name] of [
      ['shapes: {', 'forms'],
      ['stages, data', 'last'],
      ["see'\n    data", 'look'],
    ] as const) {
      expect(codesOf(renamed(TEXT, piece, name))).toEqual(codesOf(TEXT));
    }
  });

  it('say why a name cannot be had', () => {
    const at = "see'\n    data";
    for (const [name, reason] of [
      ['base', '`base` means the untrained model'],
      ['BASE', '`base` means the untrained model'],
      ['stages', 'is taken'],
      ['Stages', 'only in case'],
      ['', 'cannot be the name'],
      ['a/b', 'cannot be the name'],
      ['..', 'cannot be the name'],
      ['a: b', 'cannot be the name'],
      ["it's", 'cannot be the name'],
      ['con\n', 'cannot be the name'],
      ['null', 'YAML reads it as nothing'],
      ['x'.repeat(300), 'cannot be the name'],
    ] as const) {
      expect(renamed(TEXT, at, name)).toContain(reason);
    }
    // To its own name: nothing is taken, nothing changes.
    expect(renamed(TEXT, at, 'see')).toBe(TEXT);
  });

  it('go on where a name is declared twice or is only half typed', () => {
    const twice = 'stages:\n  - { id: a, data: d }\n  - { id: a, data: d }\n  - { id: b, from: a }\n';
    expect(renamed(twice, 'a, data', 'c')).toBe(
      twice.replaceAll('id: a', 'id: c').replace('from: a', 'from: c'),
    );
    const half = 'datasets:\n  words: { train: w.jsonl \nstages:\n  - { id: a, data: [words, wor';
    expect(
      ['words', 'sums'].map((name) => renamed(half, 'words: {', name)).every((one) => one.includes('id: a')),
    ).toBe(true);
    const unknown = 'datasets: { d: { train: d.jsonl } }\nstages: [{ id: a, data: gone }]\n';
    expect(renamed(unknown, 'gone', 'here')).toBe('The dataset `gone` is not declared anywhere.');
  });

  it('follow an alias to where the name is written, once', () => {
    const text =
      'datasets: { d: &d { train: d.jsonl }, e: *d }\nstages:\n  - &s { id: a, data: d }\n  - *s\n';
    expect(renamed(text, 'd: &d', 'x')).toBe(
      text.replace('{ d: &d', '{ x: &d').replace('data: d', 'data: x'),
    );
    expect(references(open(text), text.indexOf('a, data'), true)).toHaveLength(1);
    expect(renamed(text, 's { id', 'one').match(/one/gu)).toHaveLength(2);
  });
});

describe('renames over files that are not saved', () => {
  const MAIN = resolve('/curricula/main.curriculum.yaml');
  const BASE = resolve('/curricula/base.curriculum.yaml');
  const base =
    'curriculum: 1\ndatasets: { d: { capability: perception, train: d.jsonl } }\nstages: [{ id: a, data: d }]\n';
  const main = 'curriculum: 1\nextends: base.curriculum.yaml\nstages: { a: { epochs: 2 } }\n';

  it('edit the text that is open, not the one on the disk', () => {
    // The unsaved base has moved the name down by two lines.
    const unsaved = `# new\n# lines\n${base}`;
    const read = (path: string): string | undefined => ({ [BASE]: unsaved, [MAIN]: main })[path];
    const snapshot = snapshotOf(main, MAIN, read);
    const result = rename(snapshot, main.indexOf('a: {'), 'first');
    if (result.kind === 'refused') throw new Error(result.reason);
    const changes = result.edit.changes ?? {};
    expect(Object.keys(changes).sort()).toEqual([uriOf(BASE), uriOf(MAIN)].sort());
    expect(edited(snapshotOf(unsaved, BASE, read), changes[uriOf(BASE)] ?? [])).toBe(
      unsaved.replace('id: a', 'id: first'),
    );
    expect(edited(snapshot, changes[uriOf(MAIN)] ?? [])).toBe(main.replace('a: {', 'first: {'));
  });

  it('refuse a name that only the other file has', () => {
    const more = base.replace('{ id: a, data: d }', '{ id: a, data: d }, { id: b, data: d }');
    const snapshot = snapshotOf(main, MAIN, (path) => (path === BASE ? more : undefined));
    const result = rename(snapshot, main.indexOf('a: {'), 'B');
    expect(result.kind === 'refused' && result.reason).toContain('differs from `b` only in case');
  });
});
