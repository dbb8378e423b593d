import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { duration, formatValue, metricOf, moment, progressOf } from '../../../src/extension/run-list/figures';
import { contextOf, currentStage, lookOf, runLook } from '../../../src/extension/run-list/look';
import { CONTEXT_KEYS } from '../../../src/extension/run-list/context-table';
import { manifest } from '../manifest';
import { aRun } from './summaries';

const STATES = ['queued', 'running', 'done', 'stopped', 'failed', 'interrupted', 'unreadable'] as const;
const codicons = readFileSync('node_modules/@vscode/codicons/dist/codicon.css', 'utf8');

describe('how states look', () => {
  test('each has an icon of its own that the editor has', () => {
    const icons = [...STATES, 'waiting' as const].map((state) => lookOf(state).icon);
    expect(new Set(icons).size).toBe(icons.length);
    for (const icon of icons) expect(codicons).toContain(`codicon-${icon.replace('~spin', '')}:before`);
  });

  test('icons of commands are the editor’s, too', () => {
    const icons = JSON.stringify(manifest.contributes).matchAll(/\$\(([\w-]+)\)/g);
    for (const [, icon = ''] of icons) expect(codicons).toContain(`codicon-${icon}:before`);
  });
});

describe('which actions a run has', () => {
  const menu = manifest.contributes.menus['view/item/context'] ?? [];
  /** The commands whose clause fits an entry with a context value, as the editor reads `viewItem =~ /.../`. */
  const offered = (context: string): ReadonlySet<string> =>
    new Set(
      menu
        .filter(({ when = '' }) => {
          const [, pattern] = /viewItem =~ \/(.*?)\/(?: |$)/.exec(when) ?? [];
          return pattern !== undefined && new RegExp(pattern).test(context);
        })
        .map(({ command }) => command.replace('stagecraft.', '')),
    );

  test.each(STATES)('%s: what can be done is offered, and nothing else', (state) => {
    const commands = offered(contextOf(aRun({ state })));
    const live = state === 'running' || state === 'queued';
    const over = state === 'failed' || state === 'stopped' || state === 'interrupted';
    expect(commands.has('stopRun')).toBe(live);
    expect(commands.has('deleteRun')).toBe(!live);
    expect(commands.has('resumeRun')).toBe(over);
    expect(commands.has('openDashboard')).toBe(state !== 'unreadable');
    expect(commands.has('rerunRun')).toBe(state !== 'unreadable');
    expect(commands.has('openRunFolder')).toBe(true);
    expect(commands.has('openReport')).toBe(false);
    expect(commands.has('compareCurriculum')).toBe(false);
  });

  test('a report and a curriculum are offered where they are', () => {
    const audit = { id: 'audit', kind: 'audit', state: 'done', attempts: 1, step: 0, totalSteps: 0 } as const;
    const commands = offered(contextOf(aRun({ file: '/w/a.curriculum.yaml', stages: [audit] })));
    for (const command of ['openReport', 'openRunCurriculum', 'compareCurriculum'])
      expect(commands).toContain(command);
    expect(offered('stage stage')).toEqual(new Set(['openRunLog']));
    expect(offered('stage make')).toEqual(new Set(['openRunLog', 'browseMade']));
    expect(offered('finding')).toEqual(new Set());
  });

  test('data that is made is stopped, resumed and browsed; it is not repeated and not evaluated', () => {
    const make = { datasets: ['hard'] };
    const at = (state: (typeof STATES)[number]) => offered(contextOf(aRun({ state, make, engine: 'make' })));
    expect([...at('running')]).toEqual(expect.arrayContaining(['stopRun', 'openRunLog', 'browseMade']));
    expect([...at('interrupted')]).toEqual(expect.arrayContaining(['resumeRun', 'browseMade', 'deleteRun']));
    for (const state of STATES) {
      expect(at(state).has('rerunRun'), state).toBe(false);
      expect(at(state).has('evaluateCheckpoint'), state).toBe(false);
    }
    expect(offered(contextOf(aRun({ state: 'done' }))).has('browseMade')).toBe(false);
    expect(runLook({ state: 'done', make }).icon).not.toBe(runLook({ state: 'done' }).icon);
    expect(codicons).toContain(`codicon-${runLook({ state: 'done', make }).icon}:before`);
  });

  test('failures are browsed where there are predictions', () => {
    const act = { id: 'predict', kind: 'predict', attempts: 1, step: 0, totalSteps: 0 } as const;
    const at = (state: 'done' | 'failed') => offered(contextOf(aRun({ stages: [{ ...act, state }] })));
    expect(at('done')).toContain('browseFailures');
    expect(at('failed')).not.toContain('browseFailures');
  });

  test('context keys of package.json are those that are set', () => {
    const named = JSON.stringify(manifest.contributes).matchAll(/stagecraft\.(?:\w*Runs)\b/g);
    const commands = new Set(manifest.contributes.commands.map(({ command }) => command));
    const keys = [...named].map(([key]) => key).filter((key) => !commands.has(key));
    expect(keys.length).toBeGreaterThan(3);
    for (const key of keys) expect(Object.keys(CONTEXT_KEYS)).toContain(key);
  });
});

describe('figures of a line', () => {
  const stage = {
    id: 'see',
    kind: 'stage',
    state: 'running',
    attempts: 1,
    step: 12,
    totalSteps: 21,
  } as const;

  test('progress and metric', () => {
    expect(progressOf(stage)).toBe('12/21');
    expect(progressOf({ step: 3, totalSteps: 0 })).toBe('3');
    expect(progressOf({ step: 0, totalSteps: 0 })).toBe('');
    expect(metricOf({ metric: { name: 'val_accuracy', value: 0.6189 } })).toBe('val 0.62');
    expect(metricOf({ metric: { name: 'loss', value: NaN } })).toBe('loss NaN');
    expect(metricOf({})).toBe('');
  });

  test('a value is short whatever it is', () => {
    fc.assert(
      fc.property(fc.double(), (value) => {
        expect(formatValue(value).length).toBeLessThanOrEqual(9);
      }),
    );
  });

  test('moments: a time of today, the day of others, the year of another', () => {
    const now = new Date(2026, 10, 22, 22, 15);
    const at = (...parts: [number, number, number, number, number]) =>
      moment(new Date(...parts).toISOString(), now);
    expect(at(2026, 10, 22, 9, 5)).toMatch(/^0?9[:.]05/);
    expect(at(2026, 10, 21, 9, 5)).toMatch(/21/);
    expect(at(2026, 10, 21, 9, 5)).not.toMatch(/2026|05/);
    expect(at(2025, 10, 21, 9, 5)).toMatch(/2025/);
    expect(moment('never')).toBe('');
  });

  test('durations', () => {
    const from = '2026-01-01T00:00:00Z';
    expect(duration(from, '2026-01-01T00:00:42Z')).toBe('42 s');
    expect(duration(from, '2026-01-01T00:03:10Z')).toBe('3 min');
    expect(duration(from, '2026-01-01T02:05:00Z')).toBe('2 h 5 min');
    expect(duration(from, '2025-01-01T00:00:00Z')).toBe('');
    expect(duration(undefined, from)).toBe('');
    expect(duration('never', from)).toBe('');
  });

  test('the stage that a run is at', () => {
    const at = (states: readonly ('waiting' | 'running' | 'done')[]) =>
      currentStage({ stages: states.map((state, index) => ({ ...stage, id: String(index), state })) })?.id;
    expect(at(['done', 'running', 'waiting'])).toBe('1');
    expect(at(['done', 'done', 'waiting'])).toBe('1');
    expect(at(['waiting', 'waiting'])).toBe('0');
    expect(at([])).toBeUndefined();
  });
});
