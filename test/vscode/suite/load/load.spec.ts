import assert from 'node:assert/strict';
import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { after, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { isLive, METRICS } from '../../../../src/protocol';
import { identify } from '../../../../src/runs/process/identity';
import { statusText } from '../../../fixtures/runs/status';
import { click, lens } from '../support/lenses';
import { long } from '../support/long';
import { measured, note } from '../support/note';
import { api, call, dashboardTabs, listed, runOf } from '../support/run-list';
import { stagecraft } from '../support/stagecraft';
import { until } from '../support/until';
import { openNew, pathOf } from '../support/workspace';
import { flood } from './writer';
import { loopDelayDuring, type LoopDelay } from './loop';

// Figures of the extension host; `bench/extension-host.bench.ts` starts this and prints them.

const EVENTS_A_SECOND = 1000;
const SECONDS = 20;
const QUIET_SECONDS = 10;
/** Between opening a curriculum and the click, what a user does at the least. */
const LOOK_MS = 4000;
const CLICKS = 3;

describe('the extension host', () => {
  after(async () => {
    for (const { dir } of (await listed()).filter(isLive)) await call('stopRun', dir);
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  it('activation: the bundle read and run', async () => {
    assert.equal(stagecraft().isActive, false);
    const began = performance.now();
    await stagecraft().activate();
    measured('activation', performance.now() - began);
    cpSync(join(stagecraft().extensionPath, 'examples', 'shape-math'), pathOf('shape-math'), {
      recursive: true,
      filter: (path) => !/[\\/](\.stagecraft|reports)$/.test(path),
    });
  });

  it('click to live', async () => {
    for (let i = 0; i < CLICKS; i += 1) {
      const name = `clicked-${i}`;
      const { document } = await openNew(`shape-math/${name}.curriculum.yaml`, long(name));
      const command = await lens(document, '- id: see', /run stage/i);
      await sleep(LOOK_MS);
      const { onDidChangeRuns } = await api();
      const began = performance.now();
      const live = new Promise<number>((resolve) => {
        const listener = onDidChangeRuns(({ changed }) => {
          if (!changed.some((run) => run.name === name && run.state === 'running')) return;
          listener.dispose();
          resolve(performance.now() - began);
        });
      });
      await click(command);
      measured('click on Run Stage to the run live in the list', await live);
      const { dir } = await runOf(name, isLive);
      await call('stopRun', dir);
      await runOf(name, (run) => !isLive(run), 'stopped run', 60_000);
    }
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  }).timeout(240_000);

  it('a run that emits 1,000 events a second, its dashboard open', async () => {
    const self = await identify(process.pid);
    assert.ok(self !== undefined);
    const id = '20261122-000000-flood-00aa';
    const dir = pathOf('.stagecraft', 'runs', id);
    mkdirSync(dir, { recursive: true });
    writeFileSync(join(dir, 'state.json'), statusText({ id, state: 'running', supervisor: self }));
    await until('the run in the list', async () => (await listed()).some((run) => run.dir === dir));
    await call('openDashboard', dir);
    await until('its dashboard', () => dashboardTabs().length > 0);
    await sleep(5000);
    tell('quiet', await loopDelayDuring(() => sleep(QUIET_SECONDS * 1000)));
    const file = join(dir, 'events.jsonl');
    const metrics = Object.keys(METRICS);
    const during = await loopDelayDuring(() =>
      flood({ file, perSecond: EVENTS_A_SECOND, seconds: SECONDS, metrics }),
    );
    tell('1,000 events a second', during);
    writeFileSync(join(dir, 'state.json'), statusText({ id, state: 'done' }));
    await until('the run done', async () =>
      (await listed()).some((run) => run.dir === dir && run.state === 'done'),
    );
  }).timeout(120_000);
});

function tell(when: string, { p50, p99, max, computing, cpu }: LoopDelay): void {
  measured(`event loop, ${when}: median delay`, p50);
  measured(`event loop, ${when}: 99th percentile`, p99);
  measured(`event loop, ${when}: longest delay`, max);
  measured(`event loop, ${when}: longest computing without a pause`, computing);
  note(`event loop, ${when}: ${cpu.toFixed(1)} % of a core`);
}
