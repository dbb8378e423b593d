import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { auditRun, compareRuns, printAudit, printComparison } from '../../src/audit';
import { save, simulate, toLines } from './synthetic';

const audited = (faults: Parameters<typeof simulate>[0]) => auditRun({ predictions: save(simulate(faults)) });

describe('auditing a run', () => {
  it('writes a line an item and a summary, each whole', async () => {
    const file = save(simulate({ misreads: 0.3, miscounts: 0.1, misreadsText: 0.02, items: 60 }));
    const output = join(dirname(file), 'audit');
    const { files, summary } = await auditRun({ predictions: file, output });
    expect(files.map((name) => name.slice(output.length + 1))).toEqual([
      'counterfactual.jsonl',
      'summary.json',
    ]);
    expect(readdirSync(output).sort()).toEqual(['counterfactual.jsonl', 'summary.json']);
    const lines = readFileSync(files[0]!, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(lines).toHaveLength(60);
    expect(lines[0]).toMatchObject({ row: 'row-0', dataset: 'boards', arms: { image: { k: 8 } } });
    const read = JSON.parse(readFileSync(files[1]!, 'utf8')) as typeof summary;
    expect(read).toMatchObject({ version: 1, items: 60, predictions: { read: 180, broken: 0 } });
    expect(printAudit(read)).toBe(printAudit(summary));
  });

  it('finds the newest predictions of a run folder, or a stage’s', async () => {
    const run = dirname(save(''));
    for (const [stage, items] of [
      ['see', 3],
      ['think', 5],
    ] as const) {
      mkdirSync(join(run, 'stages', stage), { recursive: true });
      writeFileSync(
        join(run, 'stages', stage, 'predictions.jsonl'),
        toLines(simulate({ misreads: 0.5, miscounts: 0, misreadsText: 0, items })),
      );
    }
    expect((await auditRun(run, { stage: 'see' })).summary.items).toBe(3);
    expect([3, 5]).toContain((await auditRun(run)).summary.items);
    expect(existsSync(join(run, 'audit', 'summary.json'))).toBe(true);
    await expect(auditRun(run, { stage: 'none' })).rejects.toMatchObject({
      name: 'AuditError',
      message: expect.stringMatching(/^Stage none of .* has no predictions/) as string,
    });
    await expect(auditRun(dirname(save('')))).rejects.toMatchObject({ name: 'AuditError' });
  });

  it('skips and counts torn, foreign and repeated lines', async () => {
    const good = simulate({ misreads: 0.5, miscounts: 0, misreadsText: 0, items: 10 });
    const text =
      `${toLines(good)}[]\n{"row": 1}\n\n${toLines(good.slice(0, 2))}` +
      `${JSON.stringify({ ...good[0], arm: 'sideways' })}\n${JSON.stringify({ ...good[0], samples: [1] })}\n` +
      toLines(good.slice(-1)).slice(0, 50);
    const { summary } = await auditRun({ predictions: save(text) });
    expect(summary.items).toBe(10);
    expect(summary.predictions).toMatchObject({ read: 32, broken: 5, duplicates: 2 });
    expect(summary.predictions.examples[0]).toEqual({ line: 31, reason: 'not an object' });
    expect(printAudit(summary)).toContain('5 broken lines skipped (line 31: not an object)');
  });

  it('reads lines that hold U+2028 and line ends of Windows', async () => {
    const [first] = simulate({ misreads: 0, miscounts: 0, misreadsText: 0, items: 1 });
    const text = `${JSON.stringify({ ...first, question: 'a\u2028b' })}\r\n`;
    expect((await auditRun({ predictions: save(text) })).summary.predictions).toMatchObject({
      read: 1,
      broken: 0,
    });
  });

  it('says why there is nothing to audit', async () => {
    await expect(auditRun({ predictions: save('') })).rejects.toMatchObject({
      message: expect.stringContaining('empty') as string,
    });
    await expect(auditRun({ predictions: save('{"a": 1}\n') })).rejects.toMatchObject({
      message: expect.stringContaining('line 1') as string,
    });
    await expect(auditRun({ predictions: '/nowhere/p.jsonl' })).rejects.toMatchObject({ name: 'AuditError' });
  });
});

describe('attribution of known faults', () => {
  it('calls faults in seeing perception, and faults in reckoning reasoning', async () => {
    const seeing = (await audited({ misreads: 0.4, miscounts: 0, misreadsText: 0 })).summary.attribution;
    expect(seeing.gate.state).toBe('open');
    expect(seeing.perception!.value).toBeGreaterThan(0.9);
    const reckoning = (await audited({ misreads: 0.01, miscounts: 0.08, misreadsText: 0 })).summary
      .attribution;
    expect(reckoning.gate.state).toBe('open');
    expect(reckoning.perception!.value).toBeLessThan(0.4);
  });

  it('gives no share when descriptions are not answered, and says so loudly', async () => {
    const { summary } = await audited({ misreads: 0.5, miscounts: 0, misreadsText: 0.55 });
    expect(summary.attribution.gate.state).toBe('closed');
    expect(summary.attribution.perception).toBeUndefined();
    expect(summary.attribution.reasoning).toBeUndefined();
    const text = printAudit(summary);
    expect(text).toContain('GATE CLOSED');
    expect(text).not.toMatch(/^ {2}perception {2}\d+\.\d %/m);
    // The oracle needs no descriptions, so its figure stands.
    expect(summary.oracle!.perception.value).toBeGreaterThan(0.9);
  });

  it('warns in between', async () => {
    const { summary } = await audited({ misreads: 0.4, miscounts: 0, misreadsText: 0.17 });
    expect(summary.attribution.gate.state).toBe('doubtful');
    expect(summary.attribution.perception).toBeDefined();
    expect(printAudit(summary)).toContain('Doubtful');
  });

  it('attributes nothing without a description arm', async () => {
    const { summary } = await audited({ misreads: 0.4, miscounts: 0, misreadsText: 0, arms: ['image'] });
    expect(summary.attribution.gate.state).toBe('absent');
    expect(summary.attribution.verdicts.unattributed).toBeGreaterThan(50);
  });

  it('agrees with the oracle, and prints the confusion', async () => {
    const { summary } = await audited({ misreads: 0.3, miscounts: 0.08, misreadsText: 0.02, items: 400 });
    const oracle = summary.oracle!;
    expect(oracle.agreement.agreement.value).toBeGreaterThan(0.8);
    expect(oracle.agreement.kappa!.value).toBeGreaterThan(0.4);
    expect(oracle.counts.flat().reduce((a, b) => a + b)).toBeGreaterThan(80);
    expect(printAudit(summary)).toMatch(/attribution \\ oracle +perception +reasoning +unclear/);
  });

  it('counts by data set and capability add up', async () => {
    const { summary } = await audited({ misreads: 0.3, miscounts: 0.1, misreadsText: 0.02 });
    for (const groups of [summary.datasets, summary.capabilities]) {
      expect(groups.reduce((sum, group) => sum + group.items, 0)).toBe(summary.items);
      for (const verdict of Object.keys(
        summary.attribution.verdicts,
      ) as (keyof typeof summary.attribution.verdicts)[]) {
        const total = groups.reduce((sum, group) => sum + group.attribution.verdicts[verdict], 0);
        expect(total).toBe(summary.attribution.verdicts[verdict]);
      }
    }
  });

  it('tells accidental mentions from leaks by shuffling descriptions', async () => {
    const { summary } = await audited({ misreads: 0.3, miscounts: 0.1, misreadsText: 0.02 });
    expect(summary.mentions.own.value).toBeLessThan(0.1);
    expect(Math.abs(summary.mentions.own.value - summary.mentions.shuffled.value)).toBeLessThan(0.1);
  });
});

describe('comparing two runs', () => {
  it('finds what was fixed, on common items only', async () => {
    const before = await audited({ misreads: 0.5, miscounts: 0.1, misreadsText: 0, items: 200, seed: 3 });
    const half = simulate({ misreads: 0.1, miscounts: 0.1, misreadsText: 0, items: 150, seed: 4 });
    const after = await auditRun({ predictions: save(half) });
    const comparison = compareRuns(before, after);
    expect(comparison.all).toMatchObject({ common: 150, onlyFirst: 50, onlySecond: 0 });
    expect(comparison.all.test.p).toBeLessThan(0.001);
    expect(comparison.all.accuracy.low).toBeGreaterThan(0);
    const counts = Object.values(comparison.all.counts);
    expect(counts.reduce((a, b) => a + b)).toBe(150);
    expect(comparison.moves.counts.flat().reduce((a, b) => a + b)).toBe(150);
    expect([...comparison.changes.values()].filter((change) => change === 'fixed')).toHaveLength(
      comparison.all.counts.fixed,
    );
    for (const group of comparison.capabilities) expect(group.adjusted).toBeGreaterThanOrEqual(group.test.p);
    expect(printComparison(comparison)).toMatch(/\d+ fixed, \d+ broken/);
  });

  it('finds no change between a run and itself', async () => {
    const run = await audited({ misreads: 0.5, miscounts: 0.1, misreadsText: 0, items: 50 });
    const { all } = compareRuns(run, run);
    expect(all).toMatchObject({ counts: { fixed: 0, broken: 0 }, test: { p: 1 } });
    expect(all.accuracy).toMatchObject({ value: 0, low: NaN, high: NaN });
  });
});
