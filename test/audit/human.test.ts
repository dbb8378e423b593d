import { appendFileSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import {
  appendLabel,
  appendLabels,
  currentLabels,
  parseHumanLabel,
  readLabels,
  readVerdicts,
  shownLabel,
  stratifiedSample,
} from '../../src/audit';
import type { HumanLabel } from '../../src/protocol';

const folder = (): string => mkdtempSync(join(tmpdir(), 'stagecraft-labels-'));
const label = (more: Partial<HumanLabel> = {}): HumanLabel => ({
  row: 'r',
  dataset: 'd',
  label: 'PERC',
  annotator: 'ada',
  at: '2026-01-01T00:00:00.000Z',
  ...more,
});

describe('labels by hand', () => {
  it('are appended, and the last of each person counts; null takes back', async () => {
    const dir = folder();
    await appendLabel(dir, label());
    await appendLabel(dir, label({ label: 'REAS', subtype: 'calculation' }));
    await appendLabel(dir, label({ annotator: 'grace' }));
    await appendLabel(dir, label({ row: 's' }));
    await appendLabel(dir, label({ row: 's', label: null }));
    const now = currentLabels(await readLabels(dir));
    expect([...now.keys()]).toEqual(['d\0r']);
    expect([...(now.get('d\0r') ?? [])].map(([name, one]) => [name, one.label])).toEqual([
      ['ada', 'REAS'],
      ['grace', 'PERC'],
    ]);
    expect(readFileSync(join(dir, 'labels.jsonl'), 'utf8').trim().split('\n')).toHaveLength(5);
  });

  it('survive a torn line and strange ones', async () => {
    const dir = folder();
    await appendLabel(dir, label());
    appendFileSync(join(dir, 'labels.jsonl'), '{"row":"x"}\nnull\n[1]\n{"row":"t","data');
    await appendLabel(dir, label({ row: 's' }));
    expect((await readLabels(dir)).map(({ row }) => row)).toEqual(['r', 's']);
  });

  it('are refused whole when one is none', async () => {
    const dir = folder();
    await expect(appendLabels(dir, [label(), label({ label: 'VISION' as 'PERC' })])).rejects.toThrow(
      'is no label',
    );
    await expect(appendLabel(dir, label({ subtype: 'logic' }))).rejects.toThrow('subtype');
    await expect(appendLabel(dir, label({ annotator: ' ' }))).rejects.toThrow('annotator');
    expect(await readLabels(dir)).toEqual([]);
    expect(parseHumanLabel(JSON.stringify(label()))).toEqual(label());
    expect(parseHumanLabel(JSON.stringify(label({ at: 'yesterday' })))).toBeUndefined();
  });

  it('that differ are UNSURE until they are adjudicated', async () => {
    const both = [label(), label({ annotator: 'grace', label: 'REAS' })];
    expect(shownLabel(both)?.label).toBe('UNSURE');
    expect(shownLabel([...both, label({ annotator: 'adjudicated', label: 'REAS' })])?.label).toBe('REAS');
    expect(shownLabel([both[0]!, label({ annotator: 'grace' })])?.label).toBe('PERC');
    expect(shownLabel([label(), label({ label: null })])).toBeUndefined();
    const dir = folder();
    await appendLabels(dir, both);
    expect((await readVerdicts(dir)).shortOf('d\0r')).toEqual([{ method: 'human', label: 'UNSURE' }]);
  });
});

describe('a stratified sample', () => {
  const strata = fc.array(fc.constantFrom('a', 'b', 'c', 'd', 'e'), { minLength: 1, maxLength: 200 });

  it('has as many as asked for, none twice, and one of every stratum at least', () => {
    fc.assert(
      fc.property(strata, fc.integer({ min: 1, max: 250 }), (names, n) => {
        const drawn = stratifiedSample(names, n);
        expect(drawn).toHaveLength(Math.min(n, names.length));
        expect(new Set(drawn).size).toBe(drawn.length);
        const seen = new Set(drawn.map((at) => names[at]));
        expect(seen.size).toBe(Math.min(n, new Set(names).size));
        expect(stratifiedSample(names, n)).toEqual(drawn);
      }),
    );
  });

  it('keeps the proportions', () => {
    const names = [
      ...Array<string>(700).fill('a'),
      ...Array<string>(280).fill('b'),
      ...Array<string>(20).fill('c'),
    ];
    const counts = { a: 0, b: 0, c: 0 };
    for (const at of stratifiedSample(names, 100)) counts[names[at] as 'a' | 'b' | 'c'] += 1;
    expect(Math.abs(counts.a - 70)).toBeLessThanOrEqual(1);
    expect(Math.abs(counts.b - 28)).toBeLessThanOrEqual(1);
    expect(counts.c).toBeGreaterThanOrEqual(2);
    expect(stratifiedSample(names, 100, 1)).not.toEqual(stratifiedSample(names, 100, 2));
  });
});
