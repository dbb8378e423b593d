import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { after, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { problem } from '../support/problems';
import { serverPid } from '../support/server-process';
import { SMALL } from '../support/small';
import { until } from '../support/until';
import { openNew } from '../support/workspace';

/** Longer than any wait before another start. */
const WAIT_MS = 9000;

/** Whether the output is shown. A test sees no more of it: its text is the workbench's. */
const outputShown = (): boolean =>
  vscode.window.visibleTextEditors.some(({ document }) => document.uri.scheme === 'output');

describe('a server that keeps crashing', () => {
  after(async () => {
    await vscode.commands.executeCommand('workbench.action.closePanel');
    await vscode.commands.executeCommand('notifications.clearAll');
  });

  it('is started again four times, then stays down, and a message leads to its output', async () => {
    await vscode.commands.executeCommand('stagecraft.restartServer');
    await vscode.commands.executeCommand('notifications.clearAll');
    let last: number | undefined;
    for (let crash = 1; crash <= 5; crash++) {
      const pid = await until(`server ${crash}`, () => {
        const now = serverPid();
        return now === last ? undefined : now;
      });
      process.kill(pid, 'SIGKILL');
      last = pid;
      await until('its end', () => serverPid() !== pid);
    }
    await sleep(WAIT_MS);
    assert.equal(serverPid(), undefined, 'it was started a fifth time');
    // Presses the first button of the newest message: "Show Output".
    await vscode.commands.executeCommand('notification.acceptPrimaryAction');
    await until('the output', outputShown);
  }).timeout(90_000);

  it('runs again when it is asked to', async () => {
    await vscode.commands.executeCommand('stagecraft.restartServer');
    await until('the server', serverPid);
    const text = SMALL.replace('data: sums', 'data: smus');
    await problem((await openNew('shape-math/up-again.curriculum.yaml', text)).document.uri, 'SC201');
  });
});
