import { appendFileSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  figuresOf,
  parseVerdictLine,
  printFigures,
  readVerdicts,
  roganGladen,
  seeded,
  verdictDetail,
} from '../../src/audit';
import type { FigureItem } from '../../src/audit';
import type { Label } from '../../src/protocol';

const folder = (): string => mkdtempSync(join(tmpdir(), 'stagecraft-figures-'));
const item = (row: string, correct: boolean | null = false): FigureItem => ({
  key: `d\0${row}`,
  correct,
  cluster: row,
});
const judged = (row: string, label: Label): string =>
  JSON.stringify({ row, dataset: 'd', method: 'judge', label, at: '', by: 'm', evidence: {} });
const armsLine = (row: string, verdict: string, more: object = {}): string =>
  JSON.stringify({
    row,
    dataset: 'd',
    capability: 'c',
    images: ['a.png'],
    arms: { image: { k: 4, right: 0 }, description: { k: 4, right: verdict === 'reasoning' ? 0 : 4 } },
    verdict,
    leak: 'none',
    stochastic: false,
    ...more,
  });
const labelled = (row: string, label: Label, annotator = 'ada'): string =>
  JSON.stringify({ row, dataset: 'd', label, annotator, at: '2026-01-01T00:00:00Z' });

describe('figures of a set', () => {
  it('tell each method’s share of what it could attribute, and all that it left out', async () => {
    const dir = folder();
    const verdicts = ['perception', 'perception-confirmed', 'perception', 'reasoning', 'integration'];
    writeFileSync(
      join(dir, 'counterfactual.jsonl'),
      [
        ...verdicts.map((verdict, i) => armsLine(`r${i}`, verdict)),
        armsLine('r5', 'unattributed', { excluded: 'leak' }),
        ...Array.from({ length: 20 }, (_, i) =>
          armsLine(`ok${i}`, 'right', { arms: { description: { k: 4, right: 4 } } }),
        ),
      ].join('\n'),
    );
    writeFileSync(
      join(dir, 'judge.jsonl'),
      [judged('r0', 'PERC'), judged('r1', 'UNSURE'), judged('r2', 'ANNOT'), judged('r3', 'REAS')].join('\n'),
    );
    const items = [
      ...Array.from({ length: 8 }, (_, i) => item(`r${i}`)),
      ...Array.from({ length: 20 }, (_, i) => item(`ok${i}`, true)),
      item('x', null),
    ];
    const figures = figuresOf({ items, verdicts: await readVerdicts(dir), controls: [] });
    expect(figures.accuracy).toMatchObject({
      k: 20,
      n: 28,
      excluded: [{ reason: 'that cannot be judged', n: 1 }],
    });
    expect(figures.perception.counterfactual).toMatchObject({
      k: 3,
      n: 5,
      excluded: [
        { reason: 'whose description states the answer', n: 1 },
        { reason: 'without a verdict', n: 2 },
      ],
    });
    expect(figures.perception.judge).toMatchObject({ k: 1, n: 2 });
    expect(figures.perception.judge?.excluded).toEqual([
      { reason: 'unsure', n: 1 },
      { reason: 'whose grading or gold is wrong', n: 1 },
      { reason: 'without a verdict', n: 4 },
    ]);
    const text = printFigures(figures);
    // No percentage stands without its n and interval.
    for (const line of text.split('\n').filter((one) => / %(?! ?,| of all)/.test(one.replaceAll('95 %', ''))))
      expect(line).toMatch(/ of \d+ .*Wilson 95 %/);
    expect(text).toContain('too few seeded controls');
  });

  it('withhold the share of the arms behind a closed gate', async () => {
    const dir = folder();
    writeFileSync(
      join(dir, 'counterfactual.jsonl'),
      Array.from({ length: 8 }, (_, i) => armsLine(`r${i}`, i < 6 ? 'reasoning' : 'perception')).join('\n'),
    );
    const figures = figuresOf({
      items: Array.from({ length: 8 }, (_, i) => item(`r${i}`)),
      verdicts: await readVerdicts(dir),
      controls: [],
    });
    expect(figures.perception.counterfactual).toBeUndefined();
    expect(figures.withheld.counterfactual).toContain('GATE CLOSED');
  });

  it('set methods and people against one another, nine labels and two sides', async () => {
    const dir = folder();
    const truth = (i: number): Label => (i % 3 === 0 ? 'REAS' : 'PERC');
    for (let i = 0; i < 60; i += 1) {
      appendFileSync(
        join(dir, 'judge.jsonl'),
        `${judged(`r${i}`, i % 10 === 0 ? 'UNSURE' : i % 7 === 0 ? 'KNOW' : truth(i))}\n`,
      );
      appendFileSync(join(dir, 'labels.jsonl'), `${labelled(`r${i}`, truth(i))}\n`);
      if (i < 30)
        appendFileSync(
          join(dir, 'labels.jsonl'),
          `${labelled(`r${i}`, i === 1 ? 'QREAD' : truth(i), 'grace')}\n`,
        );
    }
    const figures = figuresOf({
      items: Array.from({ length: 60 }, (_, i) => item(`r${i}`)),
      verdicts: await readVerdicts(dir),
      controls: [],
    });
    const [nine, two, people] = figures.agreement;
    expect(nine).toMatchObject({
      first: 'judge',
      second: 'human',
      labels: ['PERC', 'REAS', 'KNOW', 'UNSURE'],
    });
    expect(nine?.counts.flat().reduce((sum, n) => sum + n, 0)).toBe(60);
    expect(two?.labels).toEqual(['PERC', 'not PERC']);
    expect(two?.kappa?.value).toBeGreaterThan(nine?.kappa?.value ?? 1);
    expect(people).toMatchObject({ first: 'ada', second: 'grace', agreement: { k: 29, n: 30 } });
    expect(figures.corrected?.method).toContain('items that people labelled too');
  });
});

describe('the Rogan-Gladen correction', () => {
  it('gives the prevalence back that a faulty judge has blurred', () => {
    const random = seeded(5);
    const draw = (n: number, p: number) => ({
      k: Array.from({ length: n }, () => random() < p).filter(Boolean).length,
      n,
    });
    let covered = 0;
    for (let round = 0; round < 60; round += 1) {
      const truth = 0.3 + 0.01 * round;
      const observed = draw(300, truth * 0.85 + (1 - truth) * (1 - 0.8));
      const result = roganGladen(observed, draw(40, 0.85), draw(40, 0.8), round);
      if (typeof result === 'object' && result.low <= truth && truth <= result.high) covered += 1;
    }
    expect(covered).toBeGreaterThanOrEqual(54);
  });

  it('is exact where the judge is, within [0, 1], and wider than the observed sample alone', () => {
    const perfect = roganGladen({ k: 60, n: 100 }, { k: 20, n: 20 }, { k: 20, n: 20 });
    expect(perfect).toBeTypeOf('object');
    if (typeof perfect === 'object') expect(perfect.value).toBeCloseTo(0.6, 12);
    if (typeof perfect === 'object') expect(perfect.high - perfect.low).toBeGreaterThan(0.19);
    expect(roganGladen({ k: 99, n: 100 }, { k: 8, n: 10 }, { k: 10, n: 10 })).toMatchObject({
      value: 1,
      high: 1,
    });
    expect(roganGladen({ k: 5_000, n: 100_000 }, { k: 90, n: 100 }, { k: 80, n: 100 })).toMatchObject({
      value: 0,
    });
  });

  it('says when nothing can be corrected', () => {
    expect(roganGladen({ k: 1, n: 2 }, { k: 5, n: 10 }, { k: 5, n: 10 })).toContain('hardly tells');
    expect(roganGladen({ k: 1, n: 2 }, { k: 0, n: 0 }, { k: 5, n: 10 })).toContain('empty');
    expect(roganGladen({ k: 1, n: 2 }, { k: 3, n: 5 }, { k: 3, n: 5 })).toContain('too few');
  });
});

describe('a line of verdicts', () => {
  it('is read in the older form of the arms, with their evidence', () => {
    const line = parseVerdictLine('counterfactual', armsLine('r', 'integration'));
    expect(line).toMatchObject({ method: 'counterfactual', label: 'REAS', subtype: 'integration' });
    expect(verdictDetail(line!, { response: '' })).toMatchObject({
      verdict: 'integration',
      arms: [
        { arm: 'image', k: 4, right: 0 },
        { arm: 'description', k: 4, right: 4 },
      ],
    });
  });

  it('is none when it is torn, strange, or about an item that is right', () => {
    for (const text of [
      '',
      '{',
      'null',
      '[]',
      armsLine('r', 'right'),
      armsLine('r', 'magic'),
      judged('r', 'X' as Label).replace('judge', 'judge'),
    ])
      expect(
        parseVerdictLine(text.includes('"method"') ? 'judge' : 'counterfactual', text),
        text,
      ).toBeUndefined();
  });
});
