import assert from 'node:assert/strict';
import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { isLive } from '../../../../src/protocol';
import { long, short } from '../support/long';
import { call, listed, runOf } from '../support/run-list';
import { terminal, terminalText, terminalWith } from '../support/terminals';
import { until } from '../support/until';
import { openNew } from '../support/workspace';

const CTRL_C = '\u0003';

describe('the log of a run', () => {
  after(async () => {
    for (const { dir } of (await listed()).filter(isLive)) await call('stopRun', dir);
    for (const one of vscode.window.terminals) one.dispose();
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  it('shows each stage as it runs, and how the run ended', async () => {
    const { document } = await openNew('shape-math/told.curriculum.yaml', short('told'));
    await call('run', { uri: document.uri.toString() });
    const { dir } = await runOf('told');
    await call('openRunLog', dir);
    const text = await terminalWith(await terminal('told'), /The run is done/, 90_000);
    assert.match(text, /── told\s/);
    assert.match(text, /── see\s[^]*step 2\/2[^]*── think\s[^]*step 2\/2/);
  }).timeout(120_000);

  it('is shown in the same terminal when it is asked for again, with no line twice', async () => {
    const { dir } = await runOf('told');
    await call('openRunLog', dir);
    const named = vscode.window.terminals.filter(({ name }) => name === 'told');
    assert.equal(named.length, 1);
    const text = await terminalText(await terminal('told'));
    assert.equal(text.match(/The run is done/g)?.length, 1);
  });

  it('of a run that has ended, in a terminal of its own after it was closed', async () => {
    (await terminal('told')).dispose();
    await until('the closed terminal', () => !vscode.window.terminals.some(({ name }) => name === 'told'));
    const { dir } = await runOf('told');
    await call('openRunLog', dir);
    assert.match(await terminalWith(await terminal('told'), /The run is done/), /── told\s/);
  });

  it('never does what a log tells a terminal to do', async () => {
    const { document } = await openNew('shape-math/hostile.curriculum.yaml', long('hostile', 2000));
    await call('runStage', { uri: document.uri.toString(), stage: 'see' });
    const { dir } = await runOf(
      'hostile',
      ({ state, stages }) => state === 'running' && stages.some(({ step }) => step > 0),
    );
    await call('openRunLog', dir);
    const shown = await terminal('hostile');
    await terminalWith(shown, /step \d+\/2000/);
    await vscode.env.clipboard.writeText('untouched');
    // As an engine, or a program that it starts, would write it.
    appendFileSync(
      join(dir, 'stages', 'see', 'log.txt'),
      '\u001b]52;c;c3RvbGVu\u0007\u001b]0;stolen title\u0007\u001b[2J\u001b[3J\u001b[1;31mred marker\u001b[0m\u001b[6n\u001b[c\n',
    );
    const text = await terminalWith(shown, /red marker/);
    assert.match(text, /── hostile\s/, 'the screen was emptied');
    assert.equal(shown.name, 'hostile');
    assert.doesNotMatch(text, /\[6n|\[c|52;c|stolen/);
  }).timeout(90_000);

  it('Ctrl-C asks once more, and then stops the run', async () => {
    const { dir } = await runOf('hostile', ({ state }) => state === 'running');
    const shown = await terminal('hostile');
    shown.sendText(CTRL_C, false);
    await terminalWith(shown, /Press Ctrl-C again/);
    const again = (): void => shown.sendText(CTRL_C, false);
    // Reading the terminal may have taken longer than the time for the second press.
    again();
    again();
    await runOf('hostile', ({ state }) => state === 'stopped', 'stopped run', 40_000);
    assert.match(await terminalWith(shown, /The run was stopped/), /asked to stop/);
    assert.equal((await runOf('hostile')).dir, dir);
  }).timeout(90_000);

  it('closing it leaves the run alone; what was resumed goes on in it', async () => {
    const { dir } = await runOf('hostile');
    const shown = await terminal('hostile');
    await call('resumeRun', dir);
    await runOf('hostile', ({ state }) => state === 'running', 'resumed run');
    await terminalWith(shown, /The run goes on/);
    shown.dispose();
    await until('the closed terminal', () => !vscode.window.terminals.some(({ name }) => name === 'hostile'));
    const { stages } = await runOf('hostile');
    const step = stages.find(({ id }) => id === 'see')?.step ?? 0;
    await runOf(
      'hostile',
      (run) => run.state === 'running' && run.stages.some((stage) => stage.step > step),
      'progress',
    );
  }).timeout(90_000);
});
