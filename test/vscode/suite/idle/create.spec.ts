import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, it } from 'mocha';
import * as vscode from 'vscode';
import { curriculumTemplates } from '../../../../src/service/templates';
import { lens } from '../support/lenses';
import { noProblem } from '../support/problems';
import { until } from '../support/until';
import { pathOf } from '../support/workspace';

/** Time for the list to come up; a key pressed before would be lost. */
const LIST_MS = 1000;

/** Calls New Curriculum, picks an entry of the list, takes the name that is offered, and waits for the file. */
async function create(moves: readonly string[], ending: string): Promise<vscode.TextDocument> {
  const done = vscode.commands.executeCommand('stagecraft.newCurriculum');
  await sleep(LIST_MS);
  for (const move of moves) await vscode.commands.executeCommand(move);
  const document = await until(`a file that ends in ${ending}`, async () => {
    // Once for the list, once for the name.
    await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
    await sleep(LIST_MS / 4);
    const opened = vscode.window.activeTextEditor?.document;
    return opened?.uri.path.endsWith(ending) && opened;
  });
  await done;
  return document;
}

describe('New Curriculum', () => {
  it('makes the example with its data in a folder, ready to run', async () => {
    const document = await create([], '/shape-math/shape-math.curriculum.yaml');
    assert.ok(existsSync(pathOf('shape-math', 'data', 'perception-train.jsonl')));
    await lens(document, '- id: see\n', /run stage/i);
    await noProblem(document.uri, ({ severity }) => severity === vscode.DiagnosticSeverity.Error);
  });

  it('writes a curriculum from another template', async () => {
    const last = curriculumTemplates().at(-1);
    assert.ok(last && last.files === undefined);
    // The list goes round: before its first entry comes its last.
    const document = await create(
      ['workbench.action.quickOpenSelectPrevious'],
      '/my-curriculum.curriculum.yaml',
    );
    assert.equal(document.languageId, 'curriculum');
    assert.equal(document.getText(), last.text('my-curriculum'));
  });
});
