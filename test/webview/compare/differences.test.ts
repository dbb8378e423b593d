import { describe, expect, test } from 'vitest';
import type { RunComparison } from '../../../src/protocol/runs';
import { comparisonWords, difference, runTitles } from '../../../webview/dashboard/compare/differences';
import { aStage, aSummary } from '../parts/run';

const run = (id: string, variant?: string) =>
  aSummary([aStage('see')], { id, dir: `/${id}`, ...(variant === undefined ? {} : { variant }) });

describe('a difference', () => {
  test('knows what is better', () => {
    expect(difference('val_accuracy', 0.5, 0.57)).toEqual({ text: '+0.07', kind: 'better' });
    expect(difference('loss', 0.5, 0.57)).toEqual({ text: '+0.07', kind: 'worse' });
    expect(difference('response_length', 100, 90)).toEqual({ text: '−10', kind: 'other' });
    expect(difference('constructor', 1, 2)).toEqual({ text: '+1', kind: 'other' });
  });
  test('is none between equal, missing or broken values', () => {
    expect(difference('reward', 1, 1)).toBeUndefined();
    expect(difference('reward', undefined, 1)).toBeUndefined();
    expect(difference('reward', NaN, 1)).toBeUndefined();
  });
});

test('runs of one name are told apart by their id', () => {
  expect(runTitles([run('a'), run('b', 'merged'), run('c')])).toEqual([
    'a',
    'qwen3-vl-8b-staged, merged',
    'c',
  ]);
});

describe('the comparison in words', () => {
  const comparison: RunComparison = {
    runs: [run('a'), run('b', 'merged')],
    settings: [{ stage: 'see', key: 'learning_rate', values: ['1e-6', '5e-7'] }],
    metrics: [
      {
        stage: 'see',
        metric: 'kl',
        values: [
          { last: 1, best: 1 },
          { last: 2, best: 2 },
        ],
      },
      {
        stage: 'see',
        metric: 'val_accuracy',
        values: [
          { last: 0.6, best: 0.6 },
          { last: 0.5, best: 0.6 },
        ],
      },
      { stage: 'think', metric: 'reward', values: [{ last: 0.6, best: 0.6 }, undefined] },
    ],
  };
  test('names what differs, and the metric that tells most where both have one', () => {
    expect(comparisonWords(comparison)).toEqual([
      'The runs differ in learning_rate of see.',
      'B against A: validation accuracy of see ends at 0.5 (−0.1, worse).',
    ]);
  });
  test('counts many settings', () => {
    const settings = Array.from({ length: 9 }, (_, i) => ({ stage: 's', key: `k${i}`, values: ['1', '2'] }));
    expect(comparisonWords({ ...comparison, settings })[0]).toBe('The runs differ in 9 settings.');
  });
  test('says when nothing can be compared', () => {
    expect(comparisonWords({ ...comparison, settings: [], metrics: [] })).toEqual([
      'The runs have the same settings.',
      'B and A have no stage with a metric in common.',
    ]);
  });
});
