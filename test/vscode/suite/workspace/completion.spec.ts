import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { completeByKeyboard, putCursor, rangeOf, replace, type } from '../support/editing';
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
    await type(' ');
    const before = editor.document.getText();
    await until('a list that nobody asked for', async () => {
      await vscode.commands.executeCommand('acceptSelectedSuggestion');
      return editor.document.getText() !== before;
    });
    assert.match(editor.document.getText(), /^engine: (embedded|trl|easyr1)$/m);
  });

  it('offers a stage as a snippet whose places the Tab key visits', async () => {
    const end = rangeOf(editor.document, '    from: see\n').end;
    putCursor(editor, end);
    await type('\n');
    await type('- ');
    const list = await vscode.commands.executeCommand<vscode.CompletionList>(
      'vscode.executeCompletionItemProvider',
      editor.document.uri,
      editor.selection.active,
    );
    const labels = list.items.map(({ label }) => (typeof label === 'string' ? label : label.label));
    assert.ok(labels.length > 0, 'nothing is offered for a new stage');
    const snippets = list.items.filter(({ insertText }) => insertText instanceof vscode.SnippetString);
    assert.ok(snippets.length > 0, `no snippet among ${labels.join(', ')}`);
  });

  it('completes in a text that is not YAML yet', async () => {
    await halfTyped('train: data/text-train.jsonl', 'train: "data/te\n    ca');
    assert.match(await completeByKeyboard(editor), /^ +capability: /m);
  });
});
