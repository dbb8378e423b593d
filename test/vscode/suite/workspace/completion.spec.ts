import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { accepted, completeByKeyboard, putCursor, rangeOf, replace, type } from '../support/editing';
import { SMALL } from '../support/small';
import { until } from '../support/until';
import { openNew } from '../support/workspace';

const FILE = 'shape-math/completion.curriculum.yaml';

describe('completion by keyboard', () => {
  let editor: vscode.TextEditor;

  /** Replaces words by others and leaves the cursor behind them, as after typing. */
  async function halfTyped(words: string, by: string): Promise<void> {
    await replace(editor, words, '');
    // Where the words stood is where the cursor has to be; `words` is unique, so what precedes it tells the place.
    const before = SMALL.slice(0, SMALL.indexOf(words));
    putCursor(editor, editor.document.positionAt(before.length));
    await type(by);
  }

  beforeEach(async () => {
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    editor = await openNew(FILE, SMALL);
  });

  it('completes a key with its colon', async () => {
    await halfTyped('engine: embedded', 'engi');
    assert.match(await completeByKeyboard(editor), /^engine: /m);
  });

  it('completes a value of a list of words', async () => {
    await halfTyped('capability: perception', 'capability: perc');
    assert.equal(await completeByKeyboard(editor), SMALL);
  });

  it('completes a dataset of the file', async () => {
    await halfTyped('data: pictures', 'data: pic');
    assert.equal(await completeByKeyboard(editor), SMALL);
  });

  it('completes a stage of the file', async () => {
    await halfTyped('from: see', 'from: se');
    assert.equal(await completeByKeyboard(editor), SMALL);
  });

  it('completes a path', async () => {
    await halfTyped('train: data/perception-train.jsonl', 'train: data/perception-t');
    const text = await completeByKeyboard(editor);
    assert.match(text, /train: data\/perception-(test|train)\.jsonl\n/);
  });

  it('completes a column that only the data file knows', async () => {
    await halfTyped('where: pass_rate >= 0.2 AND pass_rate < 1', 'where: pass_');
    assert.match(await completeByKeyboard(editor), /where: pass_rate/);
  });

  it('opens by itself behind a colon', async () => {
    await halfTyped('engine: embedded', 'engine:');
    const text = await accepted(editor, async () => {
      if (editor.document.getText().includes('engine: ')) await vscode.commands.executeCommand('deleteLeft');
      await type(' ');
    });
    assert.match(text, /^engine: (embedded|trl|easyr1)$/m);
  });

  it('offers a stage as a snippet whose places the Tab key visits', async () => {
    const end = rangeOf(editor.document, '    from: see\n').end;
    putCursor(editor, end);
    await type('  - ');
    const text = await completeByKeyboard(editor);
    assert.match(text, /from: see\n {2}- id: \S*\n/);
    const first = editor.selection.active;
    await type('again');
    await vscode.commands.executeCommand('jumpToNextSnippetPlaceholder');
    await until('the cursor at the next place', () => editor.selection.active.line > first.line);
    assert.match(editor.document.getText(), /^ {2}- id: again$/m);
  });

  it('completes in a text that is not YAML yet', async () => {
    // Put in at once, as pasted: while typing, the editor itself would close the quote.
    await replace(editor, 'capability: textual-reasoning', 'train: "data/te\n    ');
    putCursor(editor, rangeOf(editor.document, 'train: "data/te\n    ').end);
    await type('ca');
    assert.match(await completeByKeyboard(editor), /^ {4}capability: /m);
  });
});
