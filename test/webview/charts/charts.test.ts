import { describe, expect, test } from 'vitest';
import { MAKE_METRICS, METRICS } from '../../../src/protocol';
import { chartsOf, metricsOf } from '../../../webview/dashboard/curves/charts';
import { actOf } from '../../../webview/dashboard/curves/keys';
import { panned, zoomed } from '../../../webview/dashboard/curves/zoom';
import { metricTitle } from '../../../webview/kit/format';

describe('which charts there are', () => {
  test('reward and its parts stand together, first; an unknown metric has a chart of its own, last', () => {
    const charts = chartsOf(['zeta_custom', 'format', 'accuracy', 'reward', 'kl']);
    expect(charts.map(({ id }) => id)).toEqual(['reward', 'kl', 'metric:zeta_custom']);
    expect(charts[0]?.left).toEqual(['reward', 'accuracy', 'format']);
    expect(charts.at(-1)?.title).toBe('zeta_custom');
  });

  test('every metric is in exactly one chart', () => {
    const metrics = [
      ...Object.keys({ ...METRICS, ...MAKE_METRICS }),
      'gpu_memory.0',
      'gpu_memory.1',
      'gpu_use.1',
      'mine',
      'mine.2',
    ];
    const shown = chartsOf(metrics).flatMap(metricsOf);
    expect([...shown].sort()).toEqual([...metrics].sort());
  });

  test('what a make counts stands together, each figure by a name in words', () => {
    const metrics = Object.keys(MAKE_METRICS);
    const charts = chartsOf(metrics);
    expect(charts.map(metricsOf)).toEqual([
      ['questions', 'kept'],
      ['right', 'wrong'],
      ['unparsable', 'missing'],
      ['rated'],
      ['requests', 'cached'],
      ['requests_per_second'],
      ['requests_failed'],
      ['tokens', 'cost'],
    ]);
    for (const name of metrics) expect(metricTitle(name)).toMatch(/^[A-Z][a-z ]+$/);
  });

  test('figures of several GPUs share a chart, in the order of the GPUs', () => {
    const [gpu] = chartsOf(['gpu_memory.10', 'gpu_memory.2', 'gpu_use.2']);
    expect(gpu).toMatchObject({ left: ['gpu_memory.2', 'gpu_memory.10'], right: ['gpu_use.2'] });
  });

  test('a metric that is called like a part of JavaScript is a metric', () => {
    expect(chartsOf(['constructor', '__proto__']).map(({ title }) => title)).toEqual([
      '__proto__',
      'constructor',
    ]);
  });
});

describe('zoom', () => {
  test('keeps the place under the pointer where it is', () => {
    expect(zoomed([0, 100], [0, 100], 0.5, 25)).toEqual([12.5, 62.5]);
  });

  test('out to everything is no zoom, so that a run that grows is followed again', () => {
    expect(zoomed([20, 80], [0, 100], 2, 50)).toBeUndefined();
  });

  test('and pan stay inside', () => {
    expect(panned([80, 100], [0, 100], 0.5)).toEqual([80, 100]);
    expect(panned([10, 30], [0, 100], -1)).toEqual([0, 20]);
    expect(zoomed([90, 100], [0, 100], 2, 100)).toEqual([80, 100]);
  });
});

describe('keys', () => {
  const x = Float64Array.of(1, 5, 9);
  const curve = { metric: 'kl', x, y: x, low: x, high: x, points: 3 };
  const scene = { lines: [{ run: 0, metric: 'kl', scale: 'left', part: 0, curve }], range: [0, 10] } as const;
  const press = (key: string, cursor?: number, shiftKey = false) =>
    actOf({ key, shiftKey }, scene, [0, 10], cursor);

  test('arrows go from point to point and stop at the last', () => {
    expect(press('ArrowRight', 1)).toEqual({ type: 'cursor', x: 5 });
    expect(press('ArrowRight', 9)).toEqual({ type: 'cursor', x: 9 });
    expect(press('ArrowLeft', 5)).toEqual({ type: 'cursor', x: 1 });
    expect(press('Home')).toEqual({ type: 'cursor', x: 1 });
    expect(press('End')).toEqual({ type: 'cursor', x: 9 });
  });

  test('plus zooms around the crosshair, 0 shows everything', () => {
    expect(press('+', 5)).toEqual({ type: 'zoom', range: [2.5, 7.5] });
    expect(press('0')).toEqual({ type: 'zoom', range: undefined });
  });

  test('what means nothing is left to the page', () => {
    expect(press('Tab')).toBeUndefined();
    expect(press('a')).toBeUndefined();
  });
});
