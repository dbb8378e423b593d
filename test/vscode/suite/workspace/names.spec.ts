import assert from 'node:assert/strict';
import { before, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { inside, rangeOf } from '../support/editing';
import { SMALL } from '../support/small';
import { openNew } from '../support/workspace';

describe('names', () => {
  let document: vscode.TextDocument;

  before(async () => {
    ({ document } = await openNew('shape-math/names.curriculum.yaml', SMALL));
  });

  const ask = <T>(command: string, words: string, part?: string, ...more: readonly unknown[]): Thenable<T> =>
    vscode.commands.executeCommand<T>(command, document.uri, inside(document, words, part), ...more);

  const definition = async (words: string, part?: string): Promise<vscode.Location> => {
    const found = await ask<(vscode.Location | vscode.LocationLink)[]>(
      'vscode.executeDefinitionProvider',
      words,
      part,
    );
    const [first] = found;
    assert.ok(first, `no definition of ${part ?? words}`);
    return first instanceof vscode.Location
      ? first
      : new vscode.Location(first.targetUri, first.targetSelectionRange ?? first.targetRange);
  };

  it('lead to what they name: a dataset, a stage, a file', async () => {
    const dataset = await definition('data: pictures', 'pictures');
    assert.equal(dataset.range.start.line, rangeOf(document, '  pictures:').start.line);
    const stage = await definition('from: see', 'see');
    assert.equal(stage.range.start.line, rangeOf(document, '- id: see').start.line);
    const links = await vscode.commands.executeCommand<vscode.DocumentLink[]>(
      'vscode.executeLinkProvider',
      document.uri,
    );
    const targets = links.map(({ range, target }) => [
      document.getText(range),
      target?.path.split('/').at(-1),
    ]);
    assert.deepEqual(
      targets.find(([text]) => text === 'data/text-val.jsonl'),
      ['data/text-val.jsonl', 'text-val.jsonl'],
    );
  });

  it('are found wherever they are used', async () => {
    const found = await ask<vscode.Location[]>('vscode.executeReferenceProvider', '- id: see', 'see');
    const lines = found.map(({ range }) => range.start.line).sort((a, b) => a - b);
    const expected = ['- id: see', 'from: see', 'stages: [see]'].map(
      (use) => rangeOf(document, use).start.line,
    );
    assert.deepEqual(lines, expected);
    const lit = await ask<vscode.DocumentHighlight[]>('vscode.executeDocumentHighlights', 'from: see', 'see');
    assert.equal(lit.length, 3);
  });

  it('are renamed everywhere at once, variants and all', async () => {
    const edit = await ask<vscode.WorkspaceEdit>(
      'vscode.executeDocumentRenameProvider',
      'from: see',
      'see',
      'look',
    );
    assert.ok(await vscode.workspace.applyEdit(edit));
    const renamed = SMALL.replace('id: see', 'id: look')
      .replace('from: see', 'from: look')
      .replace('[see]', '[look]');
    assert.equal(document.getText(), renamed);
    await vscode.window.showTextDocument(document);
    await vscode.commands.executeCommand('undo');
    assert.equal(document.getText(), SMALL);
  });

  it('are not renamed to one that is taken', async () => {
    await assert.rejects(
      Promise.resolve(ask('vscode.executeDocumentRenameProvider', 'from: see', 'see', 'think')),
      /think/,
    );
  });
});
