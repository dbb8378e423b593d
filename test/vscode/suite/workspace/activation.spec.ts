import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import * as vscode from 'vscode';
import { active } from '../support/stagecraft';
import { openNew } from '../support/workspace';

describe('in a folder with a curriculum', () => {
  it('is active before anything is opened', async () => {
    assert.equal(vscode.window.activeTextEditor, undefined);
    await active();
  });

  it('knows a curriculum by the name of its file', async () => {
    for (const name of ['a.curriculum.yaml', 'deep/b.curriculum.yml'])
      assert.equal((await openNew(name, 'curriculum: 1\n')).document.languageId, 'curriculum', name);
    assert.equal((await openNew('curriculum-notes.yaml', 'a: 1\n')).document.languageId, 'yaml');
  });
});
