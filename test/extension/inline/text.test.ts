import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isAsRun } from '../../../src/extension/inline/as-run';
import { fromLine, fromPaths, importsOf } from '../../../src/extension/inline/from';
import { idIn, isRowOf } from '../../../src/extension/inline/row-line';
import { rowNote, stageTitle, type AuditWords } from '../../../src/extension/inline/title';
import { draftName, isDraftName } from '../../../src/extension/draft/name';
import type { AuditRate, AuditSet, ItemRow, StageFailures } from '../../../src/protocol';

const WORDS: AuditWords = {
  failures: (n) => `${n} failures`,
  noFailures: (n) => `no failures of ${n}`,
  perception: (rate) => `perception ${rate}`,
  withheld: 'perception withheld',
  open: (n) => `of ${n}, not attributed`,
  ofRun: (time) => `of run ${time}, stage edited since`,
  browse: 'Browse',
};
const rate = (k: number, n: number, low: number, high: number): AuditRate => ({
  k,
  n,
  value: k / n,
  low,
  high,
  method: 'Wilson 95 %',
  of: 'failures',
  excluded: [],
});
const STAGE: StageFailures = {
  stage: 'see',
  set: '/w/.stagecraft/runs/a/audit',
  datasets: ['pictures'],
  failures: 1412,
  accuracy: rate(588, 2000, 0.27, 0.31),
};

describe('what stands above a stage', () => {
  it('is never a share without its interval and what it is of', () => {
    const perception = rate(330, 380, 0.8334, 0.8976);
    expect(stageTitle({ ...STAGE, method: 'judge', perception }, WORDS)).toBe(
      'audit: 1,412 failures, perception 86.8 % [83.3, 89.8] of 380 - Browse',
    );
  });

  it('says in few words that there is no share', () => {
    expect(stageTitle({ ...STAGE, withheld: 'descriptions are not enough\n[x](y)' }, WORDS)).toBe(
      'audit: 1,412 failures, perception withheld - Browse',
    );
    expect(stageTitle(STAGE, WORDS)).toBe('audit: 1,412 failures, of 2,000, not attributed - Browse');
    expect(stageTitle({ ...STAGE, failures: 0 }, WORDS)).toBe('audit: no failures of 2,000');
  });

  it('names the run when the stage is another by now', () => {
    expect(stageTitle(STAGE, WORDS, 'Nov 21, 14:03')).toMatch(
      /^audit of run Nov 21, 14:03, stage edited since: 1,412/,
    );
  });
});

describe('a stage as it was run', () => {
  const THEN = 'stages:\n  - id: see\n    data: a # rows\n\n    epochs: 2\n  - id: more\n    data: b\n';

  it('is the same with other comments, indents and places', () => {
    expect(isAsRun('    # new words\n    - id: see\n      data: a\n      epochs: 2', THEN)).toBe(true);
    expect(isAsRun('  - id: more\n    data: b', THEN)).toBe(true);
  });

  it('is another with another value, a key more or a key less in its midst', () => {
    expect(isAsRun('  - id: see\n    data: a\n    epochs: 3', THEN)).toBe(false);
    expect(isAsRun('  - id: see\n    epochs: 2', THEN)).toBe(false);
    expect(isAsRun('  - id: see\n    data: a\n    epochs: 2\n    batch: 4', THEN)).toBe(false);
    expect(isAsRun('  - id: see\n    data: a\n    epochs: 22', THEN)).toBe(false);
  });
});

describe('results that a curriculum names', () => {
  const at = resolve('/w/main.curriculum.yaml');

  it('are found however `from` is written', () => {
    for (const [text, line] of [
      ['audit: { from: results }\n', 0],
      ['name: x\naudit:\n  method: judge\n  from: results # all\n', 3],
      ["audit: { method: judge, from: ['results'] }\n", 0],
      ['audit:\n  from:\n    - results\n', 1],
    ] as const) {
      expect(fromPaths(text, at), text).toEqual([resolve('/w/results')]);
      expect(fromLine(text)?.line).toBe(line);
    }
    expect(fromPaths('audit:\n  from: [a, "b c"]\n', at)).toEqual([resolve('/w/a'), resolve('/w/b c')]);
    for (const text of [
      'audit: { method: judge }\n',
      'stages:\n  - from: base\n',
      'audit:\n  x: 1\nfrom: y\n',
    ])
      expect(fromPaths(text, at), text).toEqual([]);
  });

  it('are told of the newest import of each model', () => {
    const set = (dir: string, model: string, source: string): AuditSet =>
      ({ dir, model, kind: 'import', benchmarks: [{ source }] }) as unknown as AuditSet;
    const paths = [resolve('/w/results')];
    const inside = join(resolve('/w/results'), 'a.jsonl');
    const sets = [
      set('3', 'a', inside),
      set('2', 'a', inside),
      set('1', 'b', resolve('/w/results')),
      set('0', 'c', resolve('/w/results-2/a.jsonl')),
    ];
    expect(importsOf(sets, paths).map(({ dir }) => dir)).toEqual(['3', '1']);
  });
});

describe('rows in a file', () => {
  const ITEM = {
    row: 'r7',
    question: '<image>How many squares are there?',
    extracted: 'B',
    gold: 'C',
    correct: false,
    verdicts: [{ method: 'counterfactual', label: 'PERC' }],
  } as unknown as ItemRow;

  it('say what was wrong, briefly and as plain words', () => {
    expect(rowNote(ITEM)).toBe('wrong: B (gold C) perception');
    expect(rowNote({ ...ITEM, verdicts: [], extracted: '$(trash)\nx'.repeat(20) })).toMatch(
      /^wrong: \$\u200b\(trash\) x.{10,40}\.\.\. \(gold C\)$/,
    );
    expect(rowNote({ ...ITEM, extracted: '' })).toMatch(/^wrong: no answer/);
  });

  it('are known again by id or question, not by their line alone', () => {
    expect(isRowOf('{"id":"r7"}', ITEM)).toBe(true);
    expect(isRowOf('{"problem":"How  many squares are there?","n":1}', ITEM)).toBe(true);
    expect(isRowOf('{"id":"r8","problem":"How many circles?"}', ITEM)).toBe(false);
    for (const line of ['', 'r7', '[1]', '{"id":"r7"', 'null']) expect(isRowOf(line, ITEM)).toBe(false);
    expect(idIn('{"id": 12}')).toBe('12');
    expect(idIn('{"row": 12}')).toBeUndefined();
  });
});

describe('the name of a drafted stage', () => {
  it('is short, safe and not taken', () => {
    expect(draftName(['pictures'], () => false)).toBe('pictures-failures');
    expect(draftName(['pictures'], (name) => name === 'pictures-failures')).toBe('pictures-failures-2');
    expect(draftName(['a', 'b'], () => false)).toBe('failures');
    for (const hostile of ['../../x', '  ', 'a/b\\c', '.'.repeat(99), 'ü'.repeat(50)])
      expect(isDraftName(draftName([hostile], () => false)), hostile).toBe(true);
    expect(isDraftName('../x')).toBe(false);
  });
});
