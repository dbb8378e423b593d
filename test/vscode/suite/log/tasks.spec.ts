import assert from 'node:assert/strict';
import { before, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { problem } from '../support/problems';
import { short } from '../support/long';
import { runOf } from '../support/run-list';
import { terminal, terminalWith } from '../support/terminals';
import { until } from '../support/until';
import { write } from '../support/workspace';

const TASKS = {
  version: '2.0.0',
  tasks: [
    {
      label: 'broken',
      type: 'stagecraft',
      file: 'shape-math/broken.curriculum.yaml',
      problemMatcher: '$stagecraft',
    },
    { label: 'one stage', type: 'stagecraft', file: 'shape-math/by-task.curriculum.yaml', stage: 'see' },
    {
      label: 'a rehearsal',
      type: 'stagecraft',
      file: 'shape-math/by-task.curriculum.yaml',
      stage: 'see',
      rehearse: true,
    },
  ],
};

describe('tasks.json', () => {
  before(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    write('shape-math/broken.curriculum.yaml', short('broken').replace('data: sums', 'data: smus'));
    write('shape-math/by-task.curriculum.yaml', short('by-task'));
    write('.vscode/tasks.json', JSON.stringify(TASKS, null, 2));
  });

  async function runTask(label: string): Promise<number | undefined> {
    let names: readonly string[] = [];
    const task = await until(
      `the task ${label}`,
      async () => {
        const all = await vscode.tasks.fetchTasks({ type: 'stagecraft' });
        names = all.map(({ name }) => name);
        return all.find(({ name }) => name === label);
      },
      { seen: () => names },
    );
    const ended = new Promise<number | undefined>((resolve) => {
      const listener = vscode.tasks.onDidEndTaskProcess(({ execution, exitCode }) => {
        if (execution.task.name !== label) return;
        listener.dispose();
        resolve(exitCode);
      });
    });
    await vscode.tasks.executeTask(task);
    return ended;
  }

  it('a curriculum that is not open and cannot run: its problems, at their places', async () => {
    assert.notEqual(await runTask('broken'), 0);
    // A window without a screen reads what its terminals hold only when somebody looks at them.
    await terminalWith(await terminal('broken'), /SC201/);
    const uri = vscode.Uri.joinPath(
      vscode.workspace.workspaceFolders?.[0]?.uri ?? vscode.Uri.file('/'),
      'shape-math/broken.curriculum.yaml',
    );
    const found = await problem(uri, 'SC201');
    assert.match(found.message, /smus/);
    assert.equal(found.severity, vscode.DiagnosticSeverity.Error);
    const document = await vscode.workspace.openTextDocument(uri);
    assert.match(document.lineAt(found.range.start.line).text, /data: smus/);
  }).timeout(60_000);

  it('a stage trains to its end', async () => {
    assert.equal(await runTask('one stage'), 0);
    const { stages } = await runOf('by-task', ({ state }) => state === 'done', 'run of the task');
    assert.deepEqual(
      stages.filter(({ kind, attempts }) => kind === 'stage' && attempts > 0).map(({ id }) => id),
      ['see'],
    );
  }).timeout(120_000);

  it('a stage is rehearsed', async () => {
    assert.equal(await runTask('a rehearsal'), 0);
    await runOf('by-task', ({ state, rehearsal }) => state === 'done' && rehearsal, 'rehearsal of the task');
  }).timeout(120_000);
});
