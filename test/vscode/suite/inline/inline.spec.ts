import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { before, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { LABEL_NAMES } from '../../../../src/protocol';
import { AUDITED, runToAudit } from '../support/audited-run';
import { rangeOf } from '../support/editing';
import { hoverText } from '../support/hover';
import { click, lens, lensesOf } from '../support/lenses';
import { measured } from '../support/note';
import { api, call } from '../support/run-list';
import { processPid } from '../support/server-process';
import { until } from '../support/until';
import { open, pathOf, write } from '../support/workspace';

const FILE = 'shape-math/audited.curriculum.yaml';
const ROWS = pathOf('shape-math', 'data', 'again.jsonl');
const TITLE =
  /^audit: \d+ failures, perception (\d+\.\d % \[\d+\.\d, \d+\.\d\] of \d+|withheld: .+) - Browse$/;

const thread = async () => {
  const extension = await api();
  return extension.failureThreads()[0];
};
const texts = (found: vscode.CommentThread): readonly string[] =>
  found.comments.map(({ body }) => (typeof body === 'string' ? body : body.value));
const edit = (make: (edit: vscode.WorkspaceEdit) => void): Thenable<boolean> => {
  const change = new vscode.WorkspaceEdit();
  make(change);
  return vscode.workspace.applyEdit(change);
};

describe('failures in the text', () => {
  let document: vscode.TextDocument;

  before(async function () {
    this.timeout(300_000);
    await api();
    write('shape-math/other.curriculum.yaml', AUDITED.replace('name: audited', 'name: other'));
    const other = (await open('shape-math/other.curriculum.yaml')).document;
    await lens(other, 'id: see', /^Run Stage$/);
    assert.equal(
      processPid('auditor.cjs'),
      undefined,
      'a curriculum that was never run has started the auditor',
    );
    write(FILE, AUDITED);
    await runToAudit(pathOf(FILE));
    document = (await open(FILE)).document;
  });

  it('are counted above each stage, with n and interval', async () => {
    const began = performance.now();
    const { title, arguments: values } = await lens(document, 'id: see', /^audit: /);
    measured('lens of an audit, after its file was opened', performance.now() - began);
    assert.match(title, TITLE);
    const [{ filter }] = values as [{ filter: unknown }];
    assert.deepEqual(filter, { datasets: ['pictures'] });
    await lens(document, 'id: think', /^audit: \d+ failures, of \d+, not attributed - Browse$/);
    // A file that has no run of its own has none of it.
    const other = await vscode.workspace.openTextDocument(pathOf('shape-math', 'other.curriculum.yaml'));
    const all = await lensesOf(other);
    assert.deepEqual(
      all.filter(({ command }) => command?.title.startsWith('audit')),
      [],
    );
  });

  it('say which run they are of once the stage is another', async () => {
    await edit((change) =>
      change.insert(
        document.uri,
        rangeOf(document, '    validate: pictures').start,
        '    epochs: 3 # more\n',
      ),
    );
    await lens(document, 'id: see', /^audit of run .+, stage edited since: \d+ failures/);
    await lens(document, 'id: think', /^audit: /);
    await edit((change) => {
      const { line } = rangeOf(document, 'epochs: 3').start;
      change.delete(document.uri, new vscode.Range(line, 0, line + 1, 0));
    });
    await lens(document, 'id: see', /^audit: /);
  });

  it('are read one after another below a stage, with image, answer and verdict', async () => {
    await click(await lens(document, 'id: see', /^Read Here$/));
    const found = await until('the thread', async () => {
      const one = await thread();
      return one?.item() !== undefined && one;
    });
    assert.match(String(found.thread.label), /^Failure 1 of \d+: perception-test-\d+$/);
    assert.equal(found.thread.canReply, false);
    const [failure = '', verdicts = ''] = texts(found.thread);
    assert.match(failure, /!\[image\]\(file:\/\/\/[^)]*test-\d+\.png\|width=\d+\)/);
    assert.match(failure, /\*\*Gold\*\* \w+ {2}\n\*\*Answer\*\*/);
    assert.match(verdicts, /counterfactual/);
    assert.equal([...verdicts.matchAll(/\(command:stagecraft\.labelFailure\?/g)].length, LABEL_NAMES.length);
    const [{ body }, second] = found.thread.comments as [vscode.Comment, vscode.Comment];
    assert.equal((body as vscode.MarkdownString).isTrusted, false);
    assert.deepEqual((second.body as vscode.MarkdownString).isTrusted, {
      enabledCommands: ['stagecraft.labelFailure'],
    });
    const began = performance.now();
    await call('nextFailure', found.thread);
    measured('next failure in a thread', performance.now() - began);
    assert.match(String(found.thread.label), /^Failure 2 of /);
    await call('previousFailure');
    await call('previousFailure');
    const [, last, of] = /^Failure (\d+) of (\d+)/.exec(String(found.thread.label)) ?? [];
    assert.equal(last, of, 'before the first comes the last');
  });

  it('stay at their stage while the text above it changes', async () => {
    const found = await thread();
    assert.ok(found);
    const before = found.thread.range.start.line;
    await edit((change) => change.insert(document.uri, new vscode.Position(0, 0), '# one\n# two\n'));
    await until('the thread to move', () => found.thread.range.start.line === before + 2, {
      seen: () => found.thread.range,
    });
    await edit((change) => change.delete(document.uri, new vscode.Range(0, 0, 2, 0)));
    await until('the thread to move back', () => found.thread.range.start.line === before);
  });

  it('are labelled in the thread, and only what is shown', async () => {
    const found = await thread();
    assert.ok(found);
    const item = found.item();
    assert.ok(item);
    const argument = { thread: found.subject.number, index: item.index, label: 'KNOW' };
    // The command behind the link that stands there.
    assert.ok(texts(found.thread)[1]?.includes(encodeURIComponent(JSON.stringify([argument]))));
    await call('labelFailure', argument);
    const labels = readFileSync(`${found.subject.set}/labels.jsonl`, 'utf8').trim().split('\n');
    assert.equal((JSON.parse(labels.at(-1) ?? '') as { label: string }).label, 'KNOW');
    assert.match(texts(found.thread)[1] ?? '', /\*\*Knowledge\*\* \(\[take back\]/);
    for (const wrong of [{ ...argument, label: 'NONE' }, { ...argument, thread: 'x' }, null, 'text'])
      void vscode.commands.executeCommand('stagecraft.labelFailure', wrong).then(undefined, () => undefined);
    await call('nextFailure');
    const after = readFileSync(`${found.subject.set}/labels.jsonl`, 'utf8').trim().split('\n');
    assert.equal(after.length, labels.length);
    await vscode.commands.executeCommand('notifications.clearAll');
    await call('closeFailures', found.thread);
    assert.equal(await thread(), undefined);
  });

  it('are to be seen at the rows of the data set, with the image in a hover', async () => {
    const editor = await open('shape-math/data/perception-test.jsonl');
    const shown = await until('a hover at a failing row', async () => {
      for (let line = 0; line < 40; line += 1) {
        const text = await hoverText(editor.document, new vscode.Position(line, 12));
        if (text.includes('**Gold**')) return { line, text };
      }
      return undefined;
    });
    const row = JSON.parse(editor.document.lineAt(shown.line).text) as { answer: string };
    assert.ok(shown.text.includes(`**Gold** ${row.answer}`), shown.text);
    assert.match(shown.text, /!\[image\]\(file:\/\/\/[^)]*\.png\|/);
    // Rows that were answered rightly say nothing, and rows of training neither.
    const train = await open('shape-math/data/perception-train.jsonl');
    assert.equal(await hoverText(train.document, new vscode.Position(0, 12)), '');
  });

  it('become a stage after a preview, and nothing before', async () => {
    const { arguments: values = [] } = await lens((await open(FILE)).document, 'id: see', /^Draft Stage$/);
    const text = document.getText();
    const diffTab = () =>
      vscode.window.tabGroups.activeTabGroup.activeTab?.input instanceof vscode.TabInputTextDiff
        ? vscode.window.tabGroups.activeTabGroup.activeTab.input
        : undefined;
    const argument = { ...(values[0] as object), name: 'again' };
    const discarded = vscode.commands.executeCommand('stagecraft.draftStage', argument);
    const first = await until('the preview', diffTab);
    assert.equal(existsSync(ROWS), true);
    assert.equal(document.getText(), text);
    const shown = (await vscode.workspace.openTextDocument(first.modified)).getText();
    await call('discardDraft', first.modified);
    await discarded;
    assert.equal(document.getText(), text);
    assert.equal(existsSync(ROWS), false);

    const applied = vscode.commands.executeCommand('stagecraft.draftStage', argument);
    const second = await until('the second preview', diffTab);
    await call('applyDraft', second.modified);
    await applied;
    assert.equal(document.getText(), shown);
    assert.match(shown, /\n {2}- id: again\n {4}data: again\n {4}from: think\n/);
    assert.match(shown, /# Failures among the held-out rows of pictures/);
    const rows = readFileSync(ROWS, 'utf8').trim().split('\n');
    assert.ok(
      rows.length > 0 && rows.every((line) => (JSON.parse(line) as { problem: string }).problem !== ''),
    );
    // It stays a problem that a model is measured on rows that it was trained on.
    await until(
      'the warning at the held-out rows',
      () =>
        vscode.languages
          .getDiagnostics()
          .flatMap(([, found]) => found)
          .some(({ message }) => message.includes('are also train rows of again')),
      { ms: 30_000, seen: () => vscode.languages.getDiagnostics(document.uri).map(({ message }) => message) },
    );
    // And the plan says what it would train.
    const plan = await until('the plan', () =>
      vscode.workspace.textDocuments.find(({ uri }) => uri.scheme === 'stagecraft'),
    );
    assert.ok(plan.getText().includes('again'), plan.getText());
  });
}).timeout(60_000);
