import assert from 'node:assert/strict';
import { after, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { isLive } from '../../../../src/protocol';
import { long } from '../support/long';
import { api, call, line, lines, listed, runOf } from '../support/run-list';
import { until } from '../support/until';
import { openNew } from '../support/workspace';

describe('two runs for one device', () => {
  after(async () => {
    for (const { dir } of (await listed()).filter(isLive)) await call('stopRun', dir);
    await until('no live run', async () => !(await listed()).some(isLive));
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  const start = async (name: string): Promise<void> => {
    const { document } = await openNew(`shape-math/${name}.curriculum.yaml`, long(name));
    await call('runStage', { uri: document.uri.toString(), stage: 'see' });
  };

  it('the second waits and says for whom', async () => {
    await start('first');
    const first = await runOf('first', ({ state }) => state === 'running');
    const { entries } = await api();
    let redraws = 0;
    const drawn = entries.onDidChangeTreeData?.((entry) => {
      if (entry === undefined) redraws += 1;
    });
    // Somebody else who asks for the lines all the time: the view has to be told of the new one all the same.
    const asking = setInterval(() => void lines(), 20);
    await start('second');
    await runOf('second', isLive);
    await until('the list drawn anew', () => redraws > 0);
    clearInterval(asking);
    drawn?.dispose();
    await runOf(
      'second',
      ({ state, reason }) => state === 'queued' && reason?.includes(first.id) === true,
      'run that waits for the first',
    );
    const order = (await lines()).map(({ label }) => label);
    assert.ok(order.indexOf('first') < order.indexOf('second'), order.join());
    const { icon, context } = await line('its line', ({ label }) => label === 'second');
    assert.equal(icon, 'clock');
    assert.match(context, /^run live/);
  });

  it('and begins when the first is over', async () => {
    const first = await runOf('first', isLive);
    await call('stopRun', first.dir);
    await runOf('first', ({ state }) => state === 'stopped');
    await runOf('second', ({ state }) => state === 'running', 'running second');
  });

  it('one that waits is stopped without having begun', async () => {
    await start('third');
    const third = await runOf('third', ({ state }) => state === 'queued', 'queued run');
    await call('stopRun', third.dir);
    const stopped = await runOf('third', ({ state }) => state === 'stopped', 'stopped run');
    assert.ok(stopped.stages.every(({ step }) => step === 0));
  });
}).timeout(120_000);
