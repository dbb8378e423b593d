import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { beforeEach, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { inside, putCursor, rangeOf, replace } from '../support/editing';
import { noProblem, problem } from '../support/problems';
import { SMALL } from '../support/small';
import { until } from '../support/until';
import { openNew, pathOf, write } from '../support/workspace';

const wrong = SMALL.replace('data: pictures', 'data: pictrues');
const isError = ({ severity }: vscode.Diagnostic): boolean => severity === vscode.DiagnosticSeverity.Error;

describe('problems', () => {
  beforeEach(() => vscode.commands.executeCommand('workbench.action.closeAllEditors'));

  it('are none in the example', async () => {
    const { document } = await openNew('shape-math/right.curriculum.yaml', SMALL);
    await noProblem(document.uri, isError);
  });

  it('stand at their words, with a code that links to its explanation', async () => {
    const { document } = await openNew('shape-math/wrong.curriculum.yaml', wrong);
    const found = await problem(document.uri, 'SC201');
    assert.deepEqual(found.range, rangeOf(document, 'data: pictrues', 'pictrues'));
    assert.equal(found.severity, vscode.DiagnosticSeverity.Error);
    assert.equal(found.source, 'stagecraft');
    assert.match(found.message, /pictrues/);
    assert.ok(typeof found.code === 'object', 'the code has no link');
    assert.match(String(found.code.target), /SC201|sc201/);
  });

  it('show while typing and go when the text is right, unsaved', async () => {
    const editor = await openNew('shape-math/typed.curriculum.yaml', SMALL);
    await replace(editor, 'engine: embedded', 'engine: embeded');
    const found = await problem(editor.document.uri, 'SC210').catch(() =>
      problem(editor.document.uri, 'SC112'),
    );
    assert.deepEqual(found.range, rangeOf(editor.document, 'embeded'));
    await replace(editor, 'embeded', 'embedded');
    await noProblem(editor.document.uri, isError);
    assert.ok(editor.document.isDirty);
  });

  it('have a quick fix that a key applies', async () => {
    const editor = await openNew('shape-math/fixed.curriculum.yaml', wrong);
    await problem(editor.document.uri, 'SC201');
    putCursor(editor, inside(editor.document, 'pictrues'));
    await until('the text with its fix', async () => {
      await vscode.commands.executeCommand('editor.action.autoFix');
      return editor.document.getText() === SMALL;
    });
    await noProblem(editor.document.uri, isError);
  });

  it('list their quick fixes by name', async () => {
    const { document } = await openNew('shape-math/named.curriculum.yaml', wrong);
    const { range } = await problem(document.uri, 'SC201');
    const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
      'vscode.executeCodeActionProvider',
      document.uri,
      range,
      vscode.CodeActionKind.QuickFix.value,
    );
    const fix = actions.find(({ title }) => title.includes('pictures'));
    assert.ok(fix?.isPreferred, `no preferred fix among: ${actions.map(({ title }) => title).join(', ')}`);
    assert.ok(fix.edit && (await vscode.workspace.applyEdit(fix.edit)));
    assert.equal(document.getText(), SMALL);
  });

  it('come from the data: an unknown column, and a missing image at its row', async () => {
    const rows = readFileSync(pathOf('shape-math', 'data', 'perception-train.jsonl'), 'utf8')
      .split('\n')
      .slice(0, 5);
    const broken = rows.map((row, index) =>
      index === 2 ? row.replace(/images\/[^"]+/, 'images/nowhere.png') : row,
    );
    const data = write('shape-math/data/broken.jsonl', `${broken.join('\n')}\n`);
    const text = SMALL.replace('data/perception-train.jsonl', 'data/broken.jsonl').replace(
      'pass_rate <',
      'pass_rat <',
    );
    const { document } = await openNew('shape-math/data.curriculum.yaml', text);
    const column = await problem(document.uri, 'SC251');
    assert.deepEqual(column.range, rangeOf(document, 'pass_rat <', 'pass_rat'));
    const missing = await until('the missing image at its row', () =>
      vscode.languages.getDiagnostics(data).find(({ message }) => message.includes('nowhere.png')),
    );
    assert.equal(missing.range.start.line, 2);
    await until('the missing image at the key that names the file', () =>
      vscode.languages
        .getDiagnostics(document.uri)
        .find(
          ({ message, range }) =>
            message.includes('nowhere.png') && document.getText(range).includes('broken'),
        ),
    );
  });

  it('of an unsaved base file show in that file, and the file above follows', async () => {
    const base = await openNew('shape-math/base.curriculum.yaml', SMALL);
    const child = await openNew(
      'shape-math/child.curriculum.yaml',
      'extends: base.curriculum.yaml\ncurriculum: 1\nname: child\nstages:\n  - id: see\n    data: pictures\n    steps: 1\n',
    );
    await noProblem(child.document.uri, isError);
    await replace(base, '  pictures:\n', '  images:\n');
    assert.ok(base.document.isDirty);
    const inBase = await problem(base.document.uri, 'SC201');
    assert.deepEqual(inBase.range, rangeOf(base.document, 'data: pictures', 'pictures'));
    await problem(child.document.uri, 'SC201');
  });

  it('go when their file is closed and deleted', async () => {
    const uri = write('shape-math/gone.curriculum.yaml', wrong);
    // As from the explorer: a document that an extension has opened stays open for minutes after its editor.
    await vscode.commands.executeCommand('vscode.open', uri);
    await problem(uri, 'SC201');
    await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
    await noProblem(uri);
    await vscode.workspace.fs.delete(uri);
    await noProblem(uri);
  });
});
