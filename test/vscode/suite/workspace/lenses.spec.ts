import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { click, lens } from '../support/lenses';
import { assertRefused } from '../support/refused';
import { runOf } from '../support/run-list';
import { stateOf } from '../support/runs';
import { SMALL } from '../support/small';
import { until } from '../support/until';
import { openNew } from '../support/workspace';

/** The small stage trains in some six seconds; a machine under load takes longer. */
const TRAINING_MS = 120_000;

describe('lenses', () => {
  let document: vscode.TextDocument;

  beforeEach(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    ({ document } = await openNew('shape-math/lenses.curriculum.yaml', SMALL));
  });

  /** The document that a lens opens beside the curriculum. */
  async function shown(command: vscode.Command): Promise<vscode.TextDocument> {
    await click(command);
    return until(
      'the opened document',
      () =>
        vscode.window.visibleTextEditors
          .map((editor) => editor.document)
          .find(
            (opened) => opened !== document && opened.uri.scheme === 'stagecraft' && opened.getText() !== '',
          ),
      { seen: () => vscode.window.visibleTextEditors.map((editor) => editor.document.uri.toString()) },
    );
  }

  it('stand at each stage', async () => {
    for (const stage of ['- id: see', '- id: think']) {
      await lens(document, stage, /run stage/i);
      await lens(document, stage, /run from here/i);
      await lens(document, stage, /preview command/i);
    }
  });

  it('show the plan in a document that cannot be changed', async () => {
    const plan = await shown(await lens(document, 'curriculum: 1', /^plan$/i));
    assert.notEqual(plan.uri.scheme, 'file');
    assert.match(plan.getText(), /339 of 384 rows/);
    assert.match(plan.getText(), /embedded/);
    await vscode.window.showTextDocument(plan);
    await vscode.commands.executeCommand('type', { text: 'x' });
    assert.ok(!plan.isDirty && !plan.getText().startsWith('x'));
  });

  it('show the command of a stage', async () => {
    const preview = await shown(await lens(document, '- id: see', /preview command/i));
    assert.match(preview.getText(), /see/);
    assert.match(preview.getText(), /embedded-runner|train\.jsonl/);
  });

  it('run a stage: it is trained to its end, and nothing else', async () => {
    await click(await lens(document, '- id: see', /run stage/i));
    const { dir } = await runOf('small', ({ state }) => state === 'done', 'run that is done', TRAINING_MS);
    const { state, stages } = stateOf(dir);
    assert.equal(state, 'done');
    const see = stages.find(({ id }) => id === 'see');
    assert.deepEqual([see?.state, see?.step], ['done', 2]);
    assert.ok(!stages.some(({ id }) => id === 'think'));
  }).timeout(TRAINING_MS);

  it('do not run a curriculum with an error', async () => {
    const { document: wrong } = await openNew(
      'shape-math/refused.curriculum.yaml',
      SMALL.replace('data: sums', 'data: smus'),
    );
    await until('the problem', () => vscode.languages.getDiagnostics(wrong.uri).length > 0);
    const command = await lens(wrong, '- id: see', /run stage/i);
    await assertRefused(() => click(command));
  });
});
