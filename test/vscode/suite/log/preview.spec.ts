import assert from 'node:assert/strict';
import { before, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { replace } from '../support/editing';
import { call } from '../support/run-list';
import { SMALL } from '../support/small';
import { until } from '../support/until';
import { openNew } from '../support/workspace';

describe('the preview of a command', () => {
  let editor: vscode.TextEditor;
  const preview = (): vscode.TextDocument | undefined =>
    vscode.workspace.textDocuments.find(({ uri }) => uri.scheme === 'stagecraft');

  before(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    editor = await openNew('shape-math/preview.curriculum.yaml', SMALL);
  });

  it('is copied as one line for a shell', async () => {
    await call('previewCommand', { uri: editor.document.uri.toString(), stage: 'see' });
    const document = await until('the preview', preview);
    await call('copyCommand', document.uri);
    const line = await vscode.env.clipboard.readText();
    assert.match(line, /embedded-runner/);
    assert.ok(!line.includes('\n') && !line.startsWith('#'), line);
  });

  it('follows what is typed into the curriculum', async () => {
    const document = await until('the preview', preview);
    assert.doesNotMatch(document.getText(), /"steps": 7\b/);
    await replace(editor, 'steps: 2', 'steps: 7');
    await until('the new steps', () => /"steps": ?7\b/.test(document.getText()), {
      seen: () => document.getText(),
    });
  });
});

describe('one sample', () => {
  const shown = (): vscode.TextDocument | undefined => {
    const document = vscode.window.activeTextEditor?.document;
    return document?.uri.scheme === 'stagecraft-sample' && document.getText() !== '' ? document : undefined;
  };

  it('is taken through prompt, model and reward; then the next one', async () => {
    const { document } = await openNew('shape-math/sample.curriculum.yaml', SMALL);
    // Longer than other commands take: a model is loaded.
    await vscode.commands.executeCommand('stagecraft.debugSample', {
      uri: document.uri.toString(),
      stage: 'see',
      row: '1',
    });
    const first = await until('the report', shown, { ms: 40_000 });
    const text = first.getText();
    assert.match(text, /prompt/i);
    assert.match(text, /reward/i);
    await vscode.commands.executeCommand('stagecraft.nextSampleRow');
    const next = await until('the next row', () => {
      const now = shown();
      return now !== first && now;
    });
    assert.notEqual(next.getText(), text);
    assert.match(next.uri.query, /"row":"2"/);
  }).timeout(90_000);
});
