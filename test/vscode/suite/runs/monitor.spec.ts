import assert from 'node:assert/strict';
import { after, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { isLive } from '../../../../src/protocol';
import { long } from '../support/long';
import { note } from '../support/note';
import { api, call, listed, runOf } from '../support/run-list';
import { processPid } from '../support/server-process';
import { until } from '../support/until';
import { openNew } from '../support/workspace';

describe('the monitor of runs', () => {
  after(async () => {
    for (const { dir } of (await listed()).filter(isLive)) await call('stopRun', dir);
    await until('no live run', async () => !(await listed()).some(isLive));
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  it('is killed: the run goes on, and the list follows it again within a second', async () => {
    const { document } = await openNew('shape-math/watched.curriculum.yaml', long('watched'));
    await call('runStage', { uri: document.uri.toString(), stage: 'see' });
    const { dir } = await runOf('watched', ({ stages }) => stages.some(({ step }) => step > 0), 'first step');
    const pid = await until('the process of the monitor', () => processPid('monitor.cjs'));
    const told = new Promise<void>((resolve) => {
      void api().then(({ onDidChangeRuns }) => {
        const listener = onDidChangeRuns(({ changed }) => {
          if (processPid('monitor.cjs') === pid || !changed.some((run) => run.dir === dir)) return;
          listener.dispose();
          resolve();
        });
      });
    });
    const began = performance.now();
    process.kill(pid, 'SIGKILL');
    await told;
    const took = performance.now() - began;
    note(`the list is back ${Math.round(took)} ms after the monitor was killed`);
    assert.ok(took < 3000, `${took} ms`);
    const now = await runOf('watched', isLive);
    const step = now.stages[0]?.step ?? 0;
    await runOf('watched', ({ stages }) => (stages[0]?.step ?? 0) > step, 'later step');
  });

  it('restarts when it is asked to', async () => {
    const pid = await until('the process of the monitor', () => processPid('monitor.cjs'));
    await call('restartMonitor');
    await until('another process', () => {
      const now = processPid('monitor.cjs');
      return now !== undefined && now !== pid;
    });
    await runOf('watched', isLive);
  });

  it('has no native module in the extension host', () => {
    const loaded = Object.keys(require.cache).filter((path) => path.endsWith('.node'));
    assert.deepEqual(
      loaded.filter((path) => /duckdb|onnx|sharp|chokidar/.test(path)),
      [],
    );
  });
}).timeout(120_000);
