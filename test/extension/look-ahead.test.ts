import { describe, expect, test } from 'vitest';
import { verdictOf } from '../../src/extension/look-ahead/verdict';
import type { PreflightReport, Problem, Severity } from '../../src/protocol';

const report = (change: Partial<PreflightReport> = {}): PreflightReport => ({
  checks: [{ id: 'disk', title: 'Disk', state: 'ok', detail: '20 GiB free' }],
  problems: [],
  stages: [{ id: 'see', steps: 2, rows: 8 }],
  ...change,
});
const problem = (severity: Severity, message: string, hint?: string): Problem => ({
  code: 'SC501',
  severity,
  message,
  place: { file: '/w/a.curriculum.yaml' },
  ...(hint === undefined ? {} : { hint }),
});

describe('what a pre-flight says about a start', () => {
  test('nothing found: go', () => {
    expect(verdictOf([report()])).toEqual({ kind: 'go' });
    expect(verdictOf([report({ problems: [problem('info', 'by the way')] })])).toEqual({ kind: 'go' });
  });

  test('an error refuses with the first reason and its fix, whatever else was found', () => {
    const problems = [
      problem('warning', 'slow'),
      problem('error', 'No disk.', 'free some'),
      problem('error', 'b'),
    ];
    expect(verdictOf([report({ problems })])).toEqual({
      kind: 'refuse',
      reason: 'SC501: No disk (free some)',
      count: 2,
    });
  });

  test('a check that fails without a problem counts, too', () => {
    const checks = [{ id: 'disk', title: 'Disk', state: 'error', detail: 'full' }] as const;
    expect(verdictOf([report({ checks })])).toEqual({ kind: 'refuse', reason: 'Disk: full', count: 1 });
  });

  test('warnings of several starts are asked about together, each once', () => {
    const problems = [problem('warning', 'slow')];
    expect(
      verdictOf([report({ problems }), report({ problems: [...problems, problem('warning', 'old')] })]),
    ).toEqual({
      kind: 'ask',
      warnings: ['SC501: slow', 'SC501: old'],
    });
  });

  test('a run that could go on is asked about', () => {
    const resumable = { dir: '/r', id: 'r', words: 'r was stopped at step 3' };
    const checks = [
      { id: 'earlier-run', title: 'Earlier run', state: 'warning', detail: 'r was stopped' },
    ] as const;
    expect(verdictOf([report({ resumable, checks })])).toEqual({ kind: 'ask', warnings: [] });
  });
});
