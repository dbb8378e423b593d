import { join, resolve } from 'node:path';
import fc from 'fast-check';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { batch } from '../../../src/extension/dashboard/batch';
import { mayShow, withImages } from '../../../src/extension/pages/images';
import { dashboardMessage, keptRuns } from '../../../src/extension/dashboard/message';
import { pageText } from '../../../src/extension/pages/page';
import type { ToDashboard } from '../../../src/protocol';
import { readState } from '../../../webview/dashboard/state/kept';

describe('what a page may say', () => {
  test('it may look, never act on the monitor', () => {
    const ask = (call: string): unknown =>
      dashboardMessage({ type: 'ask', id: 1, call, params: { run: '/r' } });
    expect(ask('series')).toEqual({ type: 'ask', id: 1, call: 'series', params: { run: '/r' } });
    for (const call of ['stop', 'start', 'resume', 'bundle', 'watch', 'follow', 'files', 'constructor'])
      expect(ask(call), call).toBeUndefined();
  });

  test('only actions of a dashboard, on a run named by text', () => {
    expect(dashboardMessage({ type: 'act', action: 'stop', run: '/r' })).toEqual({
      type: 'act',
      action: 'stop',
      run: '/r',
    });
    expect(
      dashboardMessage({ type: 'act', action: 'workbench.action.terminal.new', run: '/r' }),
    ).toBeUndefined();
    expect(dashboardMessage({ type: 'act', action: 'stop', run: { toString: 1 } })).toBeUndefined();
    expect(
      dashboardMessage({ type: 'showing', runs: Array.from({ length: 50 }, () => '/r') }),
    ).toBeUndefined();
  });

  test('anything else is nothing, and nothing throws', () => {
    fc.assert(
      fc.property(fc.anything(), (value) => {
        const message = dashboardMessage(value);
        expect(message === undefined || typeof message.type === 'string').toBe(true);
        expect(Array.isArray(keptRuns(value))).toBe(true);
        expect(readState(value, ['/r']).tab).toBe('curves');
      }),
    );
  });
});

describe('a kept state', () => {
  test('comes back as it was', () => {
    const state = {
      runs: ['/a', '/b'],
      axis: 'time',
      smoothing: 0.5,
      logScale: true,
      zoom: [1, 2],
      hidden: ['kl'],
      tab: 'samples',
    } as const;
    expect(readState(JSON.parse(JSON.stringify(state)), ['/c'])).toEqual(state);
  });

  test('what does not fit is as in a fresh one', () => {
    const state = readState({ runs: ['/a', 3], axis: 'sideways', smoothing: 7, zoom: [2, 1], tab: 'x' }, []);
    expect(state).toEqual({
      runs: ['/a'],
      axis: 'step',
      smoothing: 0,
      logScale: false,
      hidden: [],
      tab: 'curves',
    });
  });
});

describe('images of samples', () => {
  const folder = resolve('workspace');

  test('are shown from inside the workspace alone, and images alone', () => {
    expect(mayShow(join(folder, 'data', 'a.png'), [folder])).toBe(true);
    expect(mayShow(join(folder, '..', 'secret.png'), [folder])).toBe(false);
    expect(mayShow(`${folder}-other/a.png`, [folder])).toBe(false);
    expect(mayShow('data/a.png', [folder])).toBe(false);
    expect(mayShow(join(folder, 'notes.txt'), [folder])).toBe(false);
  });

  test('others keep their path, which a page cannot load', () => {
    const images = [join(folder, 'a.png'), resolve('elsewhere.png')];
    const sample = { row: '1', question: '', gold: '', response: '', reward: {}, images };
    const answer = { run: '/r', revision: 1, total: 1, samples: [{ stage: 's', step: 1, sample }] };
    const shown = withImages(answer, [folder], () => 'uri:a').samples[0]?.sample.images;
    expect(shown).toEqual(['uri:a', resolve('elsewhere.png')]);
  });
});

describe('the page', () => {
  test('allows nothing inline and nothing from elsewhere, and names are text', () => {
    const text = pageText({
      script: 'https://x/a.js',
      style: 'https://x/a.css',
      source: 'https://x',
      nonce: 'n0',
      title: '<b>"',
    });
    expect(text).toContain("default-src 'none'");
    expect(text).not.toContain('unsafe');
    expect(text).toContain('<title>&lt;b&gt;&quot;</title>');
    expect(text.match(/<script/g)).toHaveLength(1);
  });
});

describe('what a page is told', () => {
  test('is gathered: the first at once, then at most every so often, and of each run only the last', () => {
    vi.useFakeTimers();
    onTestFinished(() => void vi.useRealTimers());
    const told: ToDashboard[] = [];
    const gathered = batch((message) => told.push(message), 80);
    gathered.grew('/r', 1);
    vi.advanceTimersByTime(20);
    expect(told).toEqual([{ type: 'grew', run: '/r', revision: 1 }]);
    for (let revision = 2; revision <= 50; revision += 1) gathered.grew('/r', revision);
    vi.advanceTimersByTime(59);
    expect(told).toHaveLength(1);
    vi.advanceTimersByTime(1);
    expect(told.slice(1)).toEqual([{ type: 'grew', run: '/r', revision: 50 }]);
    gathered.grew('/r', 51);
    gathered.stop();
    vi.advanceTimersByTime(1000);
    expect(told).toHaveLength(2);
  });
});
