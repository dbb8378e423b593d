import { after, before, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { lens, lensesOf } from '../support/lenses';
import { codeOf, problem } from '../support/problems';
import { SMALL } from '../support/small';
import { until } from '../support/until';
import { openNew } from '../support/workspace';

describe('settings', () => {
  let document: vscode.TextDocument;

  const set = (key: string, value: unknown): Thenable<void> =>
    vscode.workspace.getConfiguration('stagecraft').update(key, value, vscode.ConfigurationTarget.Workspace);

  const hints = (): Thenable<vscode.InlayHint[]> =>
    vscode.commands.executeCommand<vscode.InlayHint[]>(
      'vscode.executeInlayHintProvider',
      document.uri,
      new vscode.Range(0, 0, document.lineCount, 0),
    );

  before(async () => {
    ({ document } = await openNew('shape-math/settings.curriculum.yaml', SMALL));
  });

  after(async () => {
    for (const key of ['codeLens.enabled', 'inlayHints.enabled', 'checkData']) await set(key, undefined);
  });

  it('turn lenses off and on again', async () => {
    await lens(document, '- id: see', /run stage/i);
    await set('codeLens.enabled', false);
    await until('no lens', async () => (await lensesOf(document)).length === 0);
    await set('codeLens.enabled', true);
    await lens(document, '- id: see', /run stage/i);
  });

  it('turn inlay hints off and on again', async () => {
    await until('a hint', async () => (await hints()).length > 0);
    await set('inlayHints.enabled', false);
    await until('no hint', async () => (await hints()).length === 0);
    await set('inlayHints.enabled', true);
    await until('a hint again', async () => (await hints()).length > 0);
  });

  it('turn the look at data off and on again', async () => {
    const wrong = SMALL.replace('pass_rate < 1', 'pass_rat < 1');
    ({ document } = await openNew('shape-math/settings-wrong.curriculum.yaml', wrong));
    await problem(document.uri, 'SC251');
    await set('checkData', 'never');
    await until(
      'no problem of the data',
      () => !vscode.languages.getDiagnostics(document.uri).some((found) => codeOf(found) === 'SC251'),
    );
    await set('checkData', 'onType');
    await problem(document.uri, 'SC251');
  });
});
