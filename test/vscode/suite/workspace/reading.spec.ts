import assert from 'node:assert/strict';
import { before, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { inside, rangeOf } from '../support/editing';
import { hoverText, hoverWith } from '../support/hover';
import { SMALL } from '../support/small';
import { until } from '../support/until';
import { openNew } from '../support/workspace';

describe('what explains itself', () => {
  let document: vscode.TextDocument;

  before(async () => {
    ({ document } = await openNew('shape-math/reading.curriculum.yaml', SMALL));
  });

  it('a key: what it means and where its value comes from', async () => {
    assert.match(await hoverText(document, inside(document, 'learning_rate')), /learning/i);
    assert.match(
      await hoverText(document, inside(document, 'capability: perception', 'capability')),
      /perception|capabilit/i,
    );
  });

  it('a dataset: its rows, its columns and how hard they are', async () => {
    const text = await hoverWith(document, inside(document, 'data: pictures', 'pictures'), '384');
    assert.match(text, /pass_rate/);
    assert.match(text, /problem/);
    // The histogram is drawn in text.
    assert.match(text, /[▁▂▃▄▅▆▇█]/u);
  });

  it('an expression: how many rows it keeps', async () => {
    const text = await hoverWith(document, inside(document, 'where: pass_rate >= 0.2', '>='), '339');
    assert.match(text, /384/);
  });

  it('a stage: its steps', async () => {
    const text = await hoverWith(document, inside(document, '- id: see', 'see'), '339');
    assert.match(text, /\b2\b.*step|step.*\b2\b/is);
  });

  it('a stage shows its steps and rows behind its line', async () => {
    const all = new vscode.Range(0, 0, document.lineCount, 0);
    await until('the hint with the rows of the first stage', async () => {
      const hints = await vscode.commands.executeCommand<vscode.InlayHint[]>(
        'vscode.executeInlayHintProvider',
        document.uri,
        all,
      );
      return hints.some(({ label, position }) => {
        const text = typeof label === 'string' ? label : label.map(({ value }) => value).join('');
        const { line } = rangeOf(document, '- id: see').start;
        return text.includes('2 steps') && text.includes('339') && Math.abs(position.line - line) <= 4;
      });
    });
  });
});
