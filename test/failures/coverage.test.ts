import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { SIGNATURES } from '../../src/doctor/signatures';
import { referencePage } from '../../scripts/reference/page';
import { PLANTED } from './planted';
import { FAILURES } from './table';

const before = Object.entries(FAILURES).flatMap(([id, met]) => (met.by === 'log' ? [] : [{ id, ...met }]));

describe('known failures', () => {
  it('are all in the table, and nothing else is', () => {
    expect(Object.keys(FAILURES)).toEqual(SIGNATURES.map(({ id }) => id));
  });

  it('are met before a run but for those that only a run can show', () => {
    expect(before.length).toBeGreaterThanOrEqual(45);
    expect(Object.entries(FAILURES).flatMap(([id, { by }]) => (by === 'log' ? [id] : []))).toEqual([
      'F02',
      'F43',
    ]);
  });

  it('have codes that the reference explains', () => {
    const page = referencePage();
    for (const { id, codes } of before)
      for (const code of codes) expect(page.includes(`### ${code}\n`), `${id} ${code}`).toBe(true);
  });

  it.each(before.map((one) => [one.id, one] as const))('%s is planted in a test', (id, { test, codes }) => {
    if (test === 'planted') {
      const planted = PLANTED.filter((one) => one.id === id);
      expect(planted.length).toBeGreaterThan(0);
      for (const one of planted) expect(codes).toContain(one.code);
      return;
    }
    const text = readFileSync(join(import.meta.dirname, test), 'utf8');
    expect(
      codes.filter((code) => text.includes(code)),
      test,
    ).not.toEqual([]);
  });
});
