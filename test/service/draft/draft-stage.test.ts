import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createAnalyzer } from '../../../src/language';
import { isError } from '../../../src/protocol';
import { draftStage, type StageDraft } from '../../../src/service';
import { snapshotAt, snapshotOf } from '../snapshot';

const DRAFT: StageDraft = {
  name: 'again',
  train: 'data/again.jsonl',
  capability: 'perception',
  heldOut: [],
};

/** The text with a draft in it; throws with the refusal where there is none. */
function written(text: string, draft: Partial<StageDraft> = {}): string {
  const answer = draftStage(snapshotOf(text), { ...DRAFT, ...draft });
  if ('refusal' in answer) throw new Error(answer.refusal);
  return answer.text;
}

const errorsOf = (text: string, path = '/curricula/main.curriculum.yaml'): readonly string[] =>
  createAnalyzer()
    .analyze(path, text, { read: () => undefined })
    .checked.problems.filter(isError)
    .map(({ message }) => message);

const HEAD = 'curriculum: 1\nname: x\nmodel: micro-vlm\nengine: embedded\nreward: boxed-answer\n';
const LINES = `${HEAD}datasets:
    a: # seen
        capability: perception
        train: a.jsonl # rows

defaults: { epochs: 1 }

stages:
    # the first
    - id: see
      data: a

audit: { method: human }
`;
const BRACES = `${HEAD}datasets: { a: { capability: perception, train: a.jsonl } }
defaults: { epochs: 1 }
stages: [{ id: see, data: a }]
`;

describe('a drafted stage', () => {
  it('is written in lines where the file is, with its indent, and nothing else is touched', () => {
    const text = written(LINES);
    expect(text).toContain(
      '        train: a.jsonl # rows\n    again:\n        capability: perception\n        train: data/again.jsonl\n\ndefaults',
    );
    expect(text).toContain(
      '      data: a\n    # Drafted from failures of an audit.\n    - id: again\n      data: again\n      from: see\n\naudit',
    );
    expect(errorsOf(text)).toEqual([]);
    const added = new Set(text.split('\n'));
    for (const line of LINES.split('\n')) expect(added.has(line), line).toBe(true);
  });

  it('is written in braces where the file is', () => {
    const text = written(BRACES);
    expect(text).toBe(
      `${HEAD}datasets: { a: { capability: perception, train: a.jsonl }, again: { capability: perception, train: data/again.jsonl } }
defaults: { epochs: 1 }
stages: [{ id: see, data: a }, { id: again, data: again, from: see }]
`,
    );
    expect(errorsOf(text)).toEqual([]);
  });

  it('is written in braces on a line where its neighbours are', () => {
    const text = written(
      `${HEAD}datasets:\n  a: { capability: perception, train: a.jsonl }\ndefaults: { epochs: 1 }\nstages:\n  - { id: see, data: a }\n`,
    );
    expect(text).toContain('\n  again: { capability: perception, train: data/again.jsonl }\n');
    expect(text).toContain('\n  - { id: again, data: again, from: see }\n');
    expect(errorsOf(text)).toEqual([]);
  });

  it('keeps the line ends of the file', () => {
    const text = written(LINES.replaceAll('\n', '\r\n'));
    expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
    expect(text.replaceAll('\r\n', '\n')).toBe(written(LINES));
  });

  it('makes edits that give its text', () => {
    const snapshot = snapshotOf(LINES);
    const answer = draftStage(snapshot, DRAFT);
    if ('refusal' in answer) throw new Error(answer.refusal);
    const lines = snapshot.source.lines;
    const offset = ({ line, character }: { line: number; character: number }): number =>
      lines.offset(line, character);
    const result = [...answer.edits]
      .sort((a, b) => offset(b.range.start) - offset(a.range.start))
      .reduce(
        (text, { range, newText }) =>
          text.slice(0, offset(range.start)) + newText + text.slice(offset(range.end)),
        LINES,
      );
    expect(result).toBe(answer.text);
  });

  it('says that held-out rows are no measure any more', () => {
    expect(written(LINES, { heldOut: ['pictures'] })).toMatch(
      /\n {4}# Failures among the held-out rows of pictures: once they are trained on, it is\n {4}# no measure any more\. Measure on other rows\.\n {4}again:/,
    );
    // A name is a stranger's: it cannot leave its comment.
    const hostile = written(LINES, { heldOut: ['x\nreward: evil.py:f'] });
    expect(errorsOf(hostile)).toEqual([]);
    expect(hostile).not.toMatch(/^reward: evil/m);
  });

  it('takes over what a stage needs and nothing else says', () => {
    const text = written(
      `${HEAD}datasets:\n  a: { capability: perception, train: a.jsonl, val: b.jsonl }\nstages:\n  - id: see\n    data: a\n    epochs: 3\n    validate: a\n  - id: more\n    data: a\n    steps: 4\n`,
      { like: 'see' },
    );
    expect(text).toContain(
      '  - id: again\n    data: again\n    from: more\n    epochs: 3\n    validate: a\n',
    );
    expect(errorsOf(text)).toEqual([]);
  });

  it('takes no larger batch than there are rows', () => {
    const text = LINES.replace('{ epochs: 1 }', '{ epochs: 1, batch: 16 }');
    expect(written(text, { rows: 4 })).toContain('      from: see\n      batch: 4\n');
    expect(written(text, { rows: 16 })).not.toContain('batch: 16\n');
  });

  it('fits into the example, with all its variants', () => {
    const path = 'examples/shape-math/shape-math.curriculum.yaml';
    const before = readFileSync(path, 'utf8');
    const answer = draftStage(snapshotAt(path), { ...DRAFT, like: 'see', heldOut: ['pictures'] });
    if ('refusal' in answer) throw new Error(answer.refusal);
    expect(answer.problems).toEqual([]);
    expect(snapshotAt(path, answer.text).checked.problems.filter(isError)).toEqual([]);
    // Stages of the example are set apart by blank lines.
    expect(answer.text).toMatch(
      /\n\n {2}# Drafted [^\n]+\n {2}- id: again\n {4}data: again\n {4}from: see-and-think\n {4}validate: pictures\n/,
    );
    const kept = answer.text.split('\n').filter((line) => before.split('\n').includes(line));
    expect(kept.length).toBeGreaterThanOrEqual(before.split('\n').length);
  });

  it('makes the keys where there are none, and adds to stages that are inherited', () => {
    const text = written(`${HEAD}defaults: { epochs: 1 }\n`);
    expect(errorsOf(text)).toEqual([]);
    const base = `${HEAD}datasets: { a: { capability: perception, train: a.jsonl } }\ndefaults: { epochs: 1 }\nstages: [{ id: see, data: a }]\n`;
    const answer = draftStage(
      snapshotOf(
        'curriculum: 1\nextends: base.curriculum.yaml\n',
        '/curricula/main.curriculum.yaml',
        (path) => (path.endsWith('base.curriculum.yaml') ? base : undefined),
      ),
      DRAFT,
    );
    if ('refusal' in answer) throw new Error(answer.refusal);
    expect(answer.problems).toEqual([]);
    expect(answer.text).toMatch(/- id: again\n {4}data: again\n {4}from: see\n/);
  });

  it('is refused in a sentence where it cannot be written', () => {
    const why = (text: string, draft: Partial<StageDraft> = {}): string => {
      const answer = draftStage(snapshotOf(text), { ...DRAFT, ...draft });
      return 'refusal' in answer ? answer.refusal : 'written';
    };
    expect(why(LINES, { name: 'see' })).toMatch(/There is a stage `see` already/);
    expect(why(LINES, { name: 'a' })).toMatch(/There is a data set `a` already/);
    expect(why(LINES, { name: '../x' })).toMatch(/no name of a stage/);
    expect(why(LINES, { capability: 'smelling' })).toMatch(/no capability/);
    expect(why('- a\n')).not.toBe('written');
    expect(why(LINES.replace('stages:', 'stages: &s'), {})).toBe('written');
  });
});
