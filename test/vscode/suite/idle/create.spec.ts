import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, it } from 'mocha';
import * as vscode from 'vscode';
import { curriculumTemplates } from '../../../../src/service/templates';
import { lens } from '../support/lenses';
import { noProblem } from '../support/problems';
import { stagecraft } from '../support/stagecraft';
import { until } from '../support/until';
import { pathOf } from '../support/workspace';

/**
 * Calls New Curriculum, presses keys in its list, takes what is selected and the name that is offered, and waits for
 * the file. Keys pressed before the list is there are lost and nothing tells a test that it is: so the command is left
 * and called again, with more time for the list.
 */
async function create(keys: readonly string[], ending: string): Promise<vscode.TextDocument> {
  await stagecraft().activate();
  let patience = 0;
  return until(
    `a file that ends in ${ending}`,
    async () => {
      const done = vscode.commands.executeCommand('stagecraft.newCurriculum');
      await sleep((patience += 500));
      for (const key of keys) await vscode.commands.executeCommand(key);
      const made = await until('the file', () => accept(ending), { ms: 4000 }).catch(() => undefined);
      if (made === undefined) await vscode.commands.executeCommand('workbench.action.closeQuickOpen');
      await done;
      return made;
    },
    { ms: 40_000 },
  );
}

/** Once for the list, once for the name; without either it does nothing. */
async function accept(ending: string): Promise<vscode.TextDocument | undefined> {
  await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
  const opened = vscode.window.activeTextEditor?.document;
  return opened?.uri.path.endsWith(ending) === true ? opened : undefined;
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
