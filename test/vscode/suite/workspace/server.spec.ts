import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import * as vscode from 'vscode';
import { replace } from '../support/editing';
import { noProblem, problem } from '../support/problems';
import { serverPid } from '../support/server-process';
import { SMALL } from '../support/small';
import { until } from '../support/until';
import { openNew } from '../support/workspace';

describe('the language server', () => {
  it('is a process of its own, without DuckDB in the extension host', async () => {
    await openNew('shape-math/server.curriculum.yaml', SMALL);
    const pid = await until('the process of the server', serverPid);
    assert.notEqual(pid, process.pid);
    const loaded = Object.keys(require.cache).filter(
      (path) => path.endsWith('.node') && /duckdb|onnx|sharp/.test(path),
    );
    assert.deepEqual(loaded, []);
  });

  it('comes back when it was killed, and knows the unsaved text', async () => {
    const editor = await openNew('shape-math/killed.curriculum.yaml', SMALL);
    await replace(editor, 'data: pictures', 'data: pictrues');
    await problem(editor.document.uri, 'SC201');
    const pid = await until('the process of the server', serverPid);
    process.kill(pid, 'SIGKILL');
    await until('another process', () => {
      const now = serverPid();
      return now !== undefined && now !== pid;
    });
    await replace(editor, 'data: sums', 'data: smus');
    await until('both problems', () => vscode.languages.getDiagnostics(editor.document.uri).length >= 2);
    await replace(editor, 'data: smus', 'data: sums');
    await replace(editor, 'data: pictrues', 'data: pictures');
    await noProblem(editor.document.uri, ({ severity }) => severity === vscode.DiagnosticSeverity.Error);
  });

  it('restarts when it is asked to', async () => {
    const pid = await until('the process of the server', serverPid);
    await vscode.commands.executeCommand('stagecraft.restartServer');
    const now = await until('another process', serverPid);
    assert.notEqual(now, pid);
    const { document } = await openNew(
      'shape-math/restarted.curriculum.yaml',
      SMALL.replace('data: sums', 'data: smus'),
    );
    await problem(document.uri, 'SC201');
  });
});
