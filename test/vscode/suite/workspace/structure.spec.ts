import assert from 'node:assert/strict';
import { before, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { inside, rangeOf } from '../support/editing';
import { SMALL } from '../support/small';
import { openNew } from '../support/workspace';

/** Five numbers a token: lines and characters since the one before, length, type, modifiers. */
const NUMBERS = 5;

describe('structure', () => {
  let document: vscode.TextDocument;

  before(async () => {
    ({ document } = await openNew('shape-math/structure.curriculum.yaml', SMALL));
  });

  it('outlines datasets, stages and variants by their names', async () => {
    const symbols = await vscode.commands.executeCommand<vscode.DocumentSymbol[]>(
      'vscode.executeDocumentSymbolProvider',
      document.uri,
    );
    const children = (name: string): string[] | undefined =>
      symbols.find((symbol) => symbol.name === name)?.children.map((child) => child.name);
    assert.deepEqual(children('datasets'), ['pictures', 'sums']);
    assert.deepEqual(children('stages'), ['see', 'think']);
    assert.deepEqual(children('variants'), ['short']);
  });

  it('folds a dataset and a stage', async () => {
    const folds = await vscode.commands.executeCommand<vscode.FoldingRange[]>(
      'vscode.executeFoldingRangeProvider',
      document.uri,
    );
    const lines = new Set(folds.map(({ start }) => start));
    for (const words of ['datasets:', '  pictures:', 'stages:', '- id: see'])
      assert.ok(lines.has(rangeOf(document, words).start.line), `${words} does not fold`);
  });

  it('widens a selection from a word to its value, its entry and its stage', async () => {
    const [selection] = await vscode.commands.executeCommand<vscode.SelectionRange[]>(
      'vscode.executeSelectionRangeProvider',
      document.uri,
      [inside(document, 'pass_rate < 1', 'pass_rate')],
    );
    const texts: string[] = [];
    for (let at = selection; at !== undefined; at = at.parent) texts.push(document.getText(at.range));
    assert.ok(texts.includes('pass_rate >= 0.2 AND pass_rate < 1'), texts.join('\n--\n'));
    assert.ok(texts.some((text) => text.startsWith('id: see') && text.trimEnd().endsWith('steps: 2')));
  });

  it('colours names that it has resolved', async () => {
    const legend = await vscode.commands.executeCommand<vscode.SemanticTokensLegend>(
      'vscode.provideDocumentSemanticTokensLegend',
      document.uri,
    );
    const { data } = await vscode.commands.executeCommand<vscode.SemanticTokens>(
      'vscode.provideDocumentSemanticTokens',
      document.uri,
    );
    const types = new Map<string, string>();
    let line = 0;
    let character = 0;
    for (let at = 0; at < data.length; at += NUMBERS) {
      const [down = 0, right = 0, length = 0, type = 0] = data.slice(at, at + NUMBERS);
      character = down === 0 ? character + right : right;
      line += down;
      types.set(
        document.getText(new vscode.Range(line, character, line, character + length)),
        legend.tokenTypes[type] ?? '',
      );
    }
    const [dataset, stage, column] = ['sums', 'think', 'pass_rate'].map((name) => types.get(name));
    assert.ok(dataset && stage && column, `coloured: ${[...types].join('; ')}`);
  });

  it('formats and keeps comments', async () => {
    const untidy = SMALL.replace('name: small', 'name:    small   # mine').replace(
      '\n\ndatasets',
      '\n\n\n\n\ndatasets',
    );
    const { document: other } = await openNew('shape-math/untidy.curriculum.yaml', untidy);
    await vscode.commands.executeCommand('editor.action.formatDocument');
    assert.match(other.getText(), /^name: small +# mine$/m);
    assert.doesNotMatch(other.getText(), /\n\n\n/);
    const once = other.getText();
    await vscode.commands.executeCommand('editor.action.formatDocument');
    assert.equal(other.getText(), once);
  });
});
