import assert from 'node:assert/strict';
import { after, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { isLive } from '../../../../src/protocol';
import { long } from '../support/long';
import { call, line, listed, runOf } from '../support/run-list';
import { until } from '../support/until';
import { openNew } from '../support/workspace';

describe('a run that goes wrong', () => {
  after(async () => {
    for (const { dir } of (await listed()).filter(isLive)) await call('stopRun', dir);
    await until('no live run', async () => !(await listed()).some(isLive));
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  it('has its finding in the view, and a click goes to the responsible key', async () => {
    const text = long('wrong', 60).replace('learning_rate: 3e-4', 'learning_rate: 30');
    const { document } = await openNew('shape-math/wrong.curriculum.yaml', text);
    await call('runStage', { uri: document.uri.toString(), stage: 'see' });
    const run = await runOf(
      'wrong',
      ({ findings }) => findings.error + findings.warning > 0,
      'finding',
      60_000,
    );
    const finding = await line(
      'the finding',
      ({ context, item }) => context === 'finding' && item.command !== undefined,
      run.dir,
      30_000,
    );
    const { command } = finding.item;
    assert.ok(command !== undefined);
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await vscode.commands.executeCommand(command.command, ...((command.arguments ?? []) as unknown[]));
    const editor = await until('the curriculum', () => vscode.window.activeTextEditor);
    assert.equal(editor.document.uri.fsPath, document.uri.fsPath);
    const key = (command.arguments?.[0] as { readonly key: string }).key.split(/[./]/).at(-1) ?? '';
    await until('the key', () => editor.document.lineAt(editor.selection.active.line).text.includes(key), {
      seen: () => [key, editor.document.lineAt(editor.selection.active.line).text],
    });
  });
}).timeout(120_000);
