import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import * as vscode from 'vscode';
import { runFolders } from './runs';

/** Longer than a task takes to start. */
const WAIT_MS = 1500;

/**
 * Calls a command that has to refuse: it shows a message and starts nothing. A message has no other trace that a test
 * could see than that the command waits for its answer; closing all messages answers it.
 */
export async function assertRefused(call: () => Thenable<unknown>): Promise<void> {
  const before = runFolders();
  let answered = false;
  const done = Promise.resolve(call()).then(() => (answered = true));
  await sleep(WAIT_MS);
  assert.equal(answered, false, 'no message was shown');
  await vscode.commands.executeCommand('notifications.clearAll');
  await done;
  assert.equal(vscode.tasks.taskExecutions.length, 0);
  assert.deepEqual(runFolders(), before);
}
