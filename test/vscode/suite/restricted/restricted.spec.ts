import assert from 'node:assert/strict';
import { before, beforeEach, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { completeByKeyboard, inside, putCursor, rangeOf, replace, setText } from '../support/editing';
import { hoverWith } from '../support/hover';
import { problem } from '../support/problems';
import { assertRefused } from '../support/refused';
import { SMALL } from '../support/small';
import { active } from '../support/stagecraft';
import { open, openNew } from '../support/workspace';

describe('in a folder that is not trusted', () => {
  let editor: vscode.TextEditor;

  before(async () => {
    assert.equal(vscode.workspace.isTrusted, false);
    editor = await openNew('shape-math/restricted.curriculum.yaml', SMALL);
    await active();
  });

  beforeEach(() => setText(editor, SMALL));

  it('problems show', async () => {
    await replace(editor, 'data: pictures', 'data: pictrues');
    await problem(editor.document.uri, 'SC201');
  });

  it('data is read', async () => {
    const position = inside(editor.document, 'data: pictures', 'pictures');
    const text = await hoverWith(editor.document, position, '384');
    assert.match(text, /pass_rate/);
  });

  it('completion works', async () => {
    await replace(editor, 'capability: perception', 'capability: perc');
    putCursor(editor, rangeOf(editor.document, 'capability: perc').end);
    assert.equal(await completeByKeyboard(editor), SMALL);
  });

  it('nothing runs: the command says why and starts no task', async () => {
    await editor.document.save();
    // A lens need not be offered here; the command has to refuse in any case.
    const stage = { uri: editor.document.uri.toString(), stage: 'see' };
    await assertRefused(() => vscode.commands.executeCommand('stagecraft.runStage', stage));
  });

  it('no data is made: models would be asked', async () => {
    const { document } = await open('shape-math/made.curriculum.yaml');
    const recipe = { uri: document.uri.toString(), dataset: 'hard-to-see' };
    await assertRefused(() => vscode.commands.executeCommand('stagecraft.make', recipe));
  });

  it('failures are shown to no model: attribution says why', async () => {
    await assertRefused(() => vscode.commands.executeCommand('stagecraft.attributeFailures'));
  });
});
